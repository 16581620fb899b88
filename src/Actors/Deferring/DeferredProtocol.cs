using Akka.Actor;

namespace WandbActors.Actors.Deferring;

/// <summary>The messages of <see cref="DeferredTensorActor"/>. They stay in the process.</summary>
internal static class DeferredProtocol
{
    /// <summary>Values are awaited: reads them, now and for as long as there are more.</summary>
    public sealed record ReadValues : INoSerializationVerificationNeeded
    {
        public static ReadValues Instance { get; } = new();
    }

    /// <summary>A value could not be read. Its place is given up.</summary>
    public sealed record ValueUnreadable(Exception Reason) : INoSerializationVerificationNeeded;

    /// <summary>The actor's own tick.</summary>
    public sealed record AskDevices : INoSerializationVerificationNeeded
    {
        public static AskDevices Instance { get; } = new();
    }
}
