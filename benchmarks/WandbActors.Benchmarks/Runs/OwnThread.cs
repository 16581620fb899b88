namespace WandbActors.Benchmarks.Runs;

/// <summary>Work that has a thread of its own, as a training loop has, and none of the pool's.</summary>
internal static class OwnThread
{
    /// <summary>Does it there.</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => done.SetResult(work())) { IsBackground = true }.Start();
        return done.Task;
    }
}
