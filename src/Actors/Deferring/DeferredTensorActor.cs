using Akka.Actor;
using Akka.Event;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Deferring.DeferredProtocol;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Turns deferred values into numbers, off the hot path and on a thread of its own, and fills their rows' places. Devices are asked from time to
/// time how far they have come and are never waited for. A value that cannot be read is given up: its row goes out with NaN, and the loss is counted.
/// </summary>
internal sealed class DeferredTensorActor : HandlerActor, IWithTimers
{
    // A training loop logs again before that; the timer of one that paused is started by the next look at the ring.
    private static readonly TimeSpan IdleBound = TimeSpan.FromSeconds(1);

    private readonly RunSession _session;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Device, DeviceReader> _devices = [];
    private readonly ValueDelivery _delivery;
    private bool _isAsking;
    private bool _hasSaidFailure;
    private long _lastSeen;

    public DeferredTensorActor(RunSession session)
    {
        _session = session;
        var self = Self;
        _delivery = new ValueDelivery(failure => self.Tell(new ValueUnreadable(failure), ActorRefs.NoSender));

        Receive<ReadValues>(_ => Read());
        Receive<AskDevices>(_ => Read());
        Receive<ValueUnreadable>(unreadable => SayUnreadable(unreadable.Reason));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(RunSession session) =>
        Props.Of(() => new DeferredTensorActor(session)).WithDispatcher(Settings.WandbSettings.DeferredDispatcher);

    // A restart passes here too: what was awaited then is given up, and its memory comes back when the device has passed it.
    protected override void PostStop()
    {
        _delivery.Close();
        foreach (var device in _devices.Values)
            device.Leave();
    }

    private void Read()
    {
        var isAwaited = TakeAwaited();
        foreach (var (device, reader) in _devices)
            Read(device, reader);

        if (isAwaited || _devices.Values.Any(static reader => !reader.IsIdle))
            _lastSeen = _session.Time.GetTimestamp();
        AskAgain(_session.Time.GetElapsedTime(_lastSeen) < IdleBound);
    }

    private bool TakeAwaited()
    {
        var first = _session.Buffer.Awaited.TakeAll();
        if (first is null)
            return false;

        foreach (var value in AwaitedValue.TakeApart(first))
        {
            if (value is DeviceValue awaited)
                ReaderOf(awaited.Device).Add(awaited);
            else
                _delivery.Deliver(value);
        }

        return true;
    }

    private DeviceReader ReaderOf(Device device)
    {
        if (!_devices.TryGetValue(device, out var reader))
            _devices.Add(device, reader = new DeviceReader(device, _delivery));
        return reader;
    }

    private void Read(Device device, DeviceReader reader)
    {
        try
        {
            reader.Read();
        }
        catch (DeviceException failure)
        {
            Say($"{device.Name} has failed ({failure.Message}): its values are logged as NaN and counted from here on.");
        }
    }

    private void AskAgain(bool isAsking)
    {
        if (_isAsking == isAsking)
            return;

        _isAsking = isAsking;
        if (isAsking)
            Timers.StartPeriodicTimer(nameof(AskDevices), AskDevices.Instance, _session.Settings.Deferred.PollInterval);
        else
            Timers.Cancel(nameof(AskDevices));
    }

    private void SayUnreadable(Exception failure)
    {
        _log.Debug(failure, "A deferred value could not be read.");
        Say($"A deferred value could not be read ({failure.Message}): NaN stands in its place. The receipt counts all such values.");
    }

    private void Say(string problem)
    {
        if (_hasSaidFailure)
            return;

        _hasSaidFailure = true;
        Context.Parent.Tell(new Remark(problem));
    }
}
