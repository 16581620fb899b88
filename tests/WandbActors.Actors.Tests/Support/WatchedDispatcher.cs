using Akka.Dispatch;

namespace WandbActors.Actors.Tests.Support;

/// <summary>Runs actors on the thread pool, and knows when none of them has anything to do.</summary>
internal sealed class WatchedDispatcher(WatchedDispatcherConfigurator configurator, Activity activity) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run)
    {
        activity.Begin();
        ThreadPool.UnsafeQueueUserWorkItem(_ => Run(run), null);
    }

    protected override void Shutdown()
    {
    }

    private void Run(IRunnable run)
    {
        try
        {
            run.Run();
        }
        finally
        {
            activity.End();
        }
    }
}
