using Akka.Actor;
using static WandbActors.Actors.Monitoring.MonitorProtocol;

namespace WandbActors.Actors.Monitoring;

/// <summary>Makes one sensor and reads it when it is asked to. What the sensor throws ends the actor.</summary>
internal sealed class SensorActor : HandlerActor
{
    private readonly NamedSensor _named;
    private ISensor? _sensor;

    public SensorActor(NamedSensor named)
    {
        _named = named;

        Receive<TakeReading>(_ => Read());
    }

    public static Props PropsFor(NamedSensor sensor) =>
        Props.Of(() => new SensorActor(sensor)).WithDispatcher(Settings.WandbSettings.MonitorDispatcher);

    // Now, and not at the first reading: what is measured between two moments begins here.
    protected override void PreStart() => _sensor = _named.Create();

    protected override void PostStop() => (_sensor as IDisposable)?.Dispose();

    private void Read()
    {
        var reading = new Reading();
        _sensor!.Read(reading);
        Sender.Tell(new ReadingTaken(reading));
    }
}
