namespace WandbActors.Actors.Staging;

/// <summary>
/// What the program has handed over and is not in the ring yet, because files have to be copied first. The log's end waits for it, and
/// gives it up when half of the time for the end is over. Any thread.
/// </summary>
internal sealed class PendingWork
{
    private int _pieces;
    private volatile bool _isAbandoned;

    /// <summary>Whether the log's end has something to wait for.</summary>
    public bool IsBusy => Volatile.Read(ref _pieces) > 0;

    /// <summary>Whether nobody waits any more: what is not in the ring by now will not be in the log.</summary>
    public bool IsAbandoned => _isAbandoned;

    public void Begin() => Interlocked.Increment(ref _pieces);

    public void End() => Interlocked.Decrement(ref _pieces);

    public void Abandon() => _isAbandoned = true;
}
