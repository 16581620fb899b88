using System.Diagnostics;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Where appends to a closed ring end up. As a rule they are refused at once; while the process is ending they are held back first: a
/// <c>Log</c> call that never returns has lost nothing. Any thread; never on the way of an append that is taken.
/// </summary>
internal sealed class ClosedGate
{
    private static readonly ManualResetEventSlim Never = new();

    private long _until; // 0: nobody is held back
    private int _endingThread;
    private Action? _late;

    /// <summary>Called once, by the first append that comes after the end of the run, but not when the process ends with it: that is no mistake.</summary>
    public Action? Late { set => Volatile.Write(ref _late, value); }

    /// <summary>From here on appends are held back for so long, but for those of this thread: it ends the process.</summary>
    public void Hold(TimeSpan bound)
    {
        _endingThread = Environment.CurrentManagedThreadId;
        Volatile.Write(ref _until, Stopwatch.GetTimestamp() + (long)(bound.TotalSeconds * Stopwatch.Frequency));
    }

    /// <summary>Returns when the append may be refused.</summary>
    public void Wait()
    {
        var until = Volatile.Read(ref _until);
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until);
        if (until != 0 && left > TimeSpan.Zero && Environment.CurrentManagedThreadId != _endingThread)
            Never.Wait(left);
        NoteLate();
    }

    /// <summary>Somebody wanted to add something to a run that has ended.</summary>
    public void NoteLate()
    {
        if (Volatile.Read(ref _until) == 0)
            Interlocked.Exchange(ref _late, null)?.Invoke();
    }
}
