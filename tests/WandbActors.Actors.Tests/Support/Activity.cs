namespace WandbActors.Actors.Tests.Support;

/// <summary>Counts what is under way, and tells when that is nothing. Any thread.</summary>
internal sealed class Activity
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = Done();
    private int _count;

    /// <summary>Done while nothing is under way.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
                return _idle.Task;
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            if (_count++ == 0)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            if (--_count == 0)
                _idle.SetResult();
        }
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
