namespace WandbActors.Actors.Tests.Support;

/// <summary>Counts what is under way, and tells when that is nothing. Any thread.</summary>
internal sealed class Activity
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public void Begin()
    {
        lock (_gate)
            _count++;
    }

    public void End()
    {
        lock (_gate)
        {
            _count--;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Returns when no more than so many things are under way.</summary>
    public async Task AtMost(int count)
    {
        while (ChangeAbove(count) is { } change)
            await change.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private Task? ChangeAbove(int count)
    {
        lock (_gate)
            return _count > count ? _changed.Task : null;
    }
}
