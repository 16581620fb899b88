using System.Collections.Concurrent;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// What a program should do otherwise, as W&amp;B's guide warns: calls that take long, and values that are no metrics. All are counted, one
/// of each kind is to be said, of values one for each metric. Any thread; a row of numbers never comes here.
/// </summary>
internal sealed class LoggingHabits
{
    /// <summary>A call that takes longer is counted: the guide's own bound.</summary>
    public static readonly TimeSpan SlowCall = TimeSpan.FromMilliseconds(1);

    // The first calls with each type of value compile their code, which is nobody's habit: some milliseconds each.
    private const int CallsUntilCounted = 20;
    private const int SlowCallsUntilSaid = 3;

    // A program may log thousands of metrics, all alike.
    private const int MaxCutMetrics = 20;
    private const int MaxNameLength = 100;

    private readonly ConcurrentDictionary<string, bool> _cutMetrics = new();
    private readonly ConcurrentQueue<string> _remarks = new();
    private int _said;
    private long _calls;
    private long _slowCalls;
    private long _valuesCut;

    private enum Kind
    {
        Slow = 1,
        Full = 2,
    }

    /// <summary>Calls that took longer than <see cref="SlowCall"/>.</summary>
    public long SlowCalls => Interlocked.Read(ref _slowCalls);

    /// <summary>Values in whose place, or in a part of them, a text stands.</summary>
    public long ValuesCut => Interlocked.Read(ref _valuesCut);

    /// <summary>A call has ended; <paramref name="metric"/> is what it logged, or one of several.</summary>
    public void NoteCall(TimeSpan took, string metric)
    {
        if (Interlocked.Increment(ref _calls) <= CallsUntilCounted || took < SlowCall)
            return;

        if (Interlocked.Increment(ref _slowCalls) >= SlowCallsUntilSaid && IsFirst(Kind.Slow))
            _remarks.Enqueue($"A Log call with \"{metric}\" took {Milliseconds(took)}: texts, lists and objects are read and copied at the call. Log "
                + "numbers and tensors as they are, large values seldom, or as a file of their own (Table, Artifact). The ledger counts such calls.");
    }

    /// <summary>A call has waited for room.</summary>
    public void NoteWait(TimeSpan waited)
    {
        if (waited < SlowCall)
            return;

        Interlocked.Increment(ref _slowCalls);
        if (IsFirst(Kind.Full))
            _remarks.Enqueue($"A Log call waited {Milliseconds(waited)} for room in the row buffer: rows come faster than the disk takes them. Log less often "
                + "(run.LogEvery), or give the buffer more room (wandb.buffer.size).");
    }

    /// <summary>A text stands where a value was to be.</summary>
    public void NoteCut(string metric, string marker)
    {
        Interlocked.Increment(ref _valuesCut);
        if (_cutMetrics.Count < MaxCutMetrics && _cutMetrics.TryAdd(metric, true))
            _remarks.Enqueue($"\"{Shorten(metric)}\" is not logged as it is, but as the text \"{marker}\". Log the numbers that matter, a Histogram or a Table; a model "
                + "is an Artifact. The receipt counts such values.");
    }

    /// <summary>What is to be said, once each.</summary>
    public bool TryTakeRemark([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? remark) => _remarks.TryDequeue(out remark);

    private static string Shorten(string metric) => metric.Length <= MaxNameLength ? metric : metric[..MaxNameLength] + "…";

    private static string Milliseconds(TimeSpan time) => $"{Math.Ceiling(time.TotalMilliseconds):N0} ms";

    // Asked before the remark is made: a program that does it again and again must not pay for it.
    private bool IsFirst(Kind kind) =>
        (Volatile.Read(ref _said) & (int)kind) == 0 && (Interlocked.Or(ref _said, (int)kind) & (int)kind) == 0;
}
