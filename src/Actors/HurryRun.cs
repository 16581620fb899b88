using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>Tells a run's actor that what is in the ring by now is to be sent without waiting for the pace.</summary>
internal sealed class HurryRun : INoSerializationVerificationNeeded
{
    public static readonly HurryRun Instance = new();
}
