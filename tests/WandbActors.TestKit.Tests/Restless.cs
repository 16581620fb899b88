using Akka.Actor;

namespace WandbActors.TestKit.Tests;

/// <summary>Tells itself to go on, after a pause or after none.</summary>
internal sealed class Restless : ReceiveActor, IWithTimers
{
    public Restless(TimeSpan pause) =>
        ReceiveAny(message =>
        {
            if (pause > TimeSpan.Zero)
                Timers.StartSingleTimer("pause", message, pause);
            else
                Self.Tell(message);
        });

    public ITimerScheduler Timers { get; set; } = null!;
}
