using Akka.Dispatch;

namespace WandbActors.TestKit;

/// <summary>Runs nothing by itself: a mailbox that has something to do joins the list from which the simulation takes.</summary>
internal class SimDispatcher(MessageDispatcherConfigurator configurator, ReadyMailboxes ready) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => ready.Add(run);

    protected override void Shutdown()
    {
    }
}
