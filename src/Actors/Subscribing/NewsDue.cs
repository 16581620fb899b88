using Akka.Actor;
using Akka.Event;

namespace WandbActors.Actors.Subscribing;

/// <summary>Tells a run's actor that the last news are old enough for others to follow.</summary>
internal sealed class NewsDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly NewsDue Instance = new();

    private NewsDue() { }
}
