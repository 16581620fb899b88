using Akka.Actor;
using Akka.Event;

namespace WandbActors.Actors.Writing;

/// <summary>Tells a run's actor to look whether its disk has answered.</summary>
internal sealed class DiskDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly DiskDue Instance = new();

    private DiskDue() { }
}
