using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace WandbActors.TestKit;

/// <summary>Runs nothing by itself: a mailbox that has something to do joins the list from which the simulation takes.</summary>
internal class SimDispatcher(MessageDispatcherConfigurator configurator, ReadyMailboxes ready) : MessageDispatcher(configurator)
{
    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        ready.LookWhoTells(cell.Self);
        base.Dispatch(cell, envelope);
    }

    public override void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        ready.LookWhoTells(cell.Self);
        base.SystemDispatch(cell, message);
    }

    protected override void ExecuteTask(IRunnable run) => ready.Add(run);

    protected override void Shutdown()
    {
    }
}
