namespace WandbActors.TestKit;

/// <summary>
/// A queue of a <see cref="FakeDevice"/>: its operations are executed one after the other, each as late as its script says. What they do is seen
/// when somebody looks, and then all of it that is due. Any thread.
/// </summary>
internal sealed class FakeStream(FakeDevice device)
{
    private readonly Queue<(FakeOperation Operation, long EndsAt)> _queue = new();
    private readonly Lock _gate = new();
    private long _lastEnd;
    private long _queued;
    private long _executed;

    /// <summary>Operations that were queued so far.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>
    /// Queues an operation. Like a driver, it lets nobody run ahead of the device for ever: whoever queues waits while
    /// <see cref="FakeDevice.MaxQueued"/> operations are not executed yet.
    /// </summary>
    public void Queue(in FakeOperation operation)
    {
        var spin = new SpinWait();
        while (!TryQueue(operation))
            spin.SpinOnce();
    }

    /// <summary>Whether so many operations have been executed.</summary>
    public bool HasExecuted(long operations)
    {
        lock (_gate)
        {
            Execute();
            return _executed >= operations;
        }
    }

    private bool TryQueue(in FakeOperation operation)
    {
        lock (_gate)
        {
            Execute();
            if (_queue.Count >= device.MaxQueued)
                return false;

            _lastEnd = Math.Max(_lastEnd, device.Now) + device.DurationOf(_queued++).Ticks + operation.Ticks;
            _queue.Enqueue((operation, _lastEnd));
            return true;
        }
    }

    private void Execute()
    {
        while (!device.IsStopped && _queue.TryPeek(out var next) && next.EndsAt <= device.Now)
        {
            _queue.Dequeue();
            next.Operation.Execute();
            _executed++;
        }
    }
}
