namespace WandbActors.TestKit;

/// <summary>Something that happens in virtual time, once or again and again.</summary>
internal sealed class VirtualTimer(VirtualTime time, Action happen) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    /// <summary>When it happens next; <c>null</c> for never.</summary>
    public DateTimeOffset? Due { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        Due = null;
        if (dueTime != Timeout.InfiniteTimeSpan)
            HappenAfter(dueTime);
        return true;
    }

    public void Happen()
    {
        Due = null;
        if (_period > TimeSpan.Zero)
            HappenAfter(_period);
        happen();
    }

    public void Dispose() => Due = null;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void HappenAfter(TimeSpan delay)
    {
        var due = time.GetUtcNow() + delay;
        Due = due;
        time.Enqueue(this, due);
    }
}
