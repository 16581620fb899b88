using Akka.Actor;

namespace WandbActors.Actors.Monitoring;

/// <summary>The messages of <see cref="SystemMonitorActor"/> and its sensors.</summary>
internal static class MonitorProtocol
{
    /// <summary>Asks a sensor for a reading. Answered by <see cref="ReadingTaken"/>, or by the sensor's end.</summary>
    public sealed class TakeReading : INoSerializationVerificationNeeded
    {
        public static readonly TakeReading Instance = new();
    }

    /// <summary>A sensor has read.</summary>
    public sealed record ReadingTaken(Reading Reading) : INoSerializationVerificationNeeded;

    /// <summary>It is time for a sample.</summary>
    public sealed class SampleDue : INoSerializationVerificationNeeded
    {
        public static readonly SampleDue Instance = new();
    }

    /// <summary>The sample has waited long enough for its sensors.</summary>
    public sealed class PatienceOver : INoSerializationVerificationNeeded
    {
        public static readonly PatienceOver Instance = new();
    }

    /// <summary>A sensor that has failed is to start again.</summary>
    public sealed record RestartDue(SensorPost Post) : INoSerializationVerificationNeeded;
}
