using Akka.Actor;

namespace WandbActors.Actors.Uploading;

/// <summary>The uploader's next request may go.</summary>
internal sealed class LinesDue : INoSerializationVerificationNeeded
{
    public static readonly LinesDue Instance = new();
}

/// <summary>The pipeline may hand out the next batch.</summary>
internal sealed class NextDue : INoSerializationVerificationNeeded
{
    public static readonly NextDue Instance = new();
}

/// <summary>The host has a place for the next batch's request.</summary>
internal sealed class PlaceDue : INoSerializationVerificationNeeded
{
    public static readonly PlaceDue Instance = new();
}

/// <summary>The server must hear from the run.</summary>
internal sealed class HeartbeatDue : INoSerializationVerificationNeeded
{
    public static readonly HeartbeatDue Instance = new();
}
