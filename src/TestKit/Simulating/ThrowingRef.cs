using Akka.Actor;

namespace WandbActors.TestKit;

/// <summary>A receiver that makes whoever tells it something fail.</summary>
internal sealed class ThrowingRef : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "throwing";

    public override IActorRefProvider Provider => throw new NotSupportedException();

    protected override void TellInternal(object message, IActorRef sender) => throw new InvalidOperationException("the simulation lets it fail");
}
