using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;

namespace WandbActors.TestKit;

/// <summary>A dispatcher of actors that wait for a disk: while that is frozen or busy, what they have to do waits too.</summary>
internal sealed class DiskDispatcher(MessageDispatcherConfigurator configurator, ReadyMailboxes ready) : SimDispatcher(configurator, ready)
{
    private readonly ReadyMailboxes _ready = ready;

    // A mailbox does not say whose it is.
    private readonly ConditionalWeakTable<IRunnable, string> _owners = [];

    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        _owners.GetOrAdd(cell.Mailbox!, _ => cell.Self.Path.ToStringWithoutAddress());
        base.Dispatch(cell, envelope);
    }

    protected override void ExecuteTask(IRunnable run)
    {
        if (_ready.Hold is { } hold && _owners.TryGetValue(run, out var owner) && hold.Holds(owner, () => base.ExecuteTask(run)))
            return;

        base.ExecuteTask(run);
    }
}
