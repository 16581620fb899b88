using System.Diagnostics;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// What did not go the usual way. Any thread may count and read. Accepted rows are not counted here, for that would cost every row:
/// they are those that the reader has read and those that are still in the ring.
/// </summary>
internal sealed class RowBufferCounters
{
    private readonly long[] _refused = new long[Enum.GetValues<AppendOutcome>().Length];
    private readonly long[] _givenUp = new long[Enum.GetValues<DeferredLoss>().Length];
    private long _waits;
    private long _longestWait;
    private long _objectsLost;
    private long _recordsRefused;
    private long _asidesRefused;

    /// <summary>What the program should do otherwise.</summary>
    public LoggingHabits Habits { get; } = new();

    /// <summary>Appends that found the ring full and waited.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    public TimeSpan LongestWait => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _longestWait));

    /// <summary>Deferred values that were given up for this reason.</summary>
    public long GivenUp(DeferredLoss reason) => Interlocked.Read(ref _givenUp[(int)reason]);

    /// <summary>Objects that found their table full.</summary>
    public long ObjectsLost => Interlocked.Read(ref _objectsLost);

    /// <summary>Records that were refused, for whatever reason.</summary>
    public long RecordsRefused => Interlocked.Read(ref _recordsRefused);

    /// <summary>Records that rows come before, and that were refused while the ring was open.</summary>
    public long AsidesRefused => Interlocked.Read(ref _asidesRefused);

    /// <summary>Rows with this outcome.</summary>
    public long Refused(AppendOutcome reason) => Interlocked.Read(ref _refused[(int)reason]);

    public AppendOutcome CountRefused(AppendOutcome reason)
    {
        Interlocked.Increment(ref _refused[(int)reason]);
        return reason;
    }

    /// <summary>What was just counted as a refused row will come again.</summary>
    public void ForgetRefused(AppendOutcome reason) => Interlocked.Decrement(ref _refused[(int)reason]);

    /// <summary>What was just counted as a refused row was a record.</summary>
    public void RecountAsRecord(AppendOutcome reason)
    {
        Interlocked.Decrement(ref _refused[(int)reason]);
        Interlocked.Increment(ref _recordsRefused);
    }

    /// <summary>What was just counted as a refused row was a record that rows come before. After the end nobody misses it.</summary>
    public void RecountAsAside(AppendOutcome reason)
    {
        Interlocked.Decrement(ref _refused[(int)reason]);
        if (reason != AppendOutcome.RefusedClosed)
            Interlocked.Increment(ref _asidesRefused);
    }

    public void CountGivenUp(DeferredLoss reason, int count) => Interlocked.Add(ref _givenUp[Enum.IsDefined(reason) ? (int)reason : (int)DeferredLoss.Failed], count);

    public void CountObjectLost() => Interlocked.Increment(ref _objectsLost);

    public void CountWait(long ticks)
    {
        Interlocked.Increment(ref _waits);
        Habits.NoteWait(Stopwatch.GetElapsedTime(0, ticks));
        for (var longest = Interlocked.Read(ref _longestWait); ticks > longest;)
            longest = Interlocked.CompareExchange(ref _longestWait, ticks, longest);
    }
}
