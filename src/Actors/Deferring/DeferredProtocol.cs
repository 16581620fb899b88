using Akka.Actor;

namespace WandbActors.Actors.Deferring;

/// <summary>The messages of <see cref="DeferredTensorActor"/>. They stay in the process: a place is memory of the ring.</summary>
internal static class DeferredProtocol
{
    /// <summary>Reads a value and delivers it to its place. Reading may block: it happens on the actor's own thread.</summary>
    /// <param name="Read">Reads the number. What it throws is logged, and the place given up.</param>
    /// <param name="Place">Where the number belongs.</param>
    public sealed record MaterialiseValue(Func<double> Read, DeferredPlace Place) : INoSerializationVerificationNeeded;
}
