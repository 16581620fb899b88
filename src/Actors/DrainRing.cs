using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>Tells a RunActor to look into its ring: by its timer while rows come, by the ring itself for the first row after a pause.</summary>
internal sealed class DrainRing : INoSerializationVerificationNeeded
{
    public static readonly DrainRing Instance = new();

    private DrainRing() { }
}
