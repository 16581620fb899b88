using Akka.Actor;

namespace WandbActors.Actors.Tests.Support;

/// <summary>A receiver that holds whoever tells it something until the gate is opened: so a test can fill that actor's mailbox meanwhile.</summary>
internal sealed class GatedRef : MinimalActorRef
{
    private readonly ManualResetEventSlim _reached = new();
    private readonly ManualResetEventSlim _gate = new();

    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "gated";

    public override IActorRefProvider Provider => throw new NotSupportedException();

    /// <summary>Returns when somebody is held.</summary>
    public void WaitUntilReached() => Assert.True(_reached.Wait(TimeSpan.FromSeconds(30)));

    public void Open() => _gate.Set();

    protected override void TellInternal(object message, IActorRef sender)
    {
        _reached.Set();
        _gate.Wait(TimeSpan.FromSeconds(30));
    }
}
