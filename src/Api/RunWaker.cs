using Akka.Actor;
using WandbActors.Actors;

namespace WandbActors;

/// <summary>Passes the ring's wake-up on to the run's actor, which is made after the ring. Before that nobody sleeps.</summary>
internal sealed class RunWaker
{
    public IActorRef Actor { private get; set; } = ActorRefs.Nobody;

    public void Wake() => Actor.Tell(DrainRing.Instance, ActorRefs.NoSender);
}
