using Akka.Actor;
using static WandbActors.Actors.Deferring.DeferredProtocol;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Has the run's awaited values read: starts the actor for it when there is the first one. Looked at with each drain of the ring, so that the
/// logging thread tells nobody anything. Owned by the run's actor.
/// </summary>
internal sealed class DeferredReading(RunSession session, IActorRefFactory children)
{
    private IActorRef _reader = ActorRefs.Nobody;

    public void Look()
    {
        if (session.Buffer.Awaited.IsEmpty)
            return;

        if (_reader.IsNobody())
            _reader = children.ActorOf(DeferredTensorActor.PropsFor(session), "deferred");
        _reader.Tell(ReadValues.Instance);
    }
}
