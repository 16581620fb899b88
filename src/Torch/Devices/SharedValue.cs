using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>
/// A captured value that may be logged any number of times, in any run. It is read once, by whichever run comes to it first; what it holds
/// comes back then, or when nobody can log it any more.
/// </summary>
internal sealed class SharedValue : DeferredValue
{
    private readonly Lock _reading = new();
    private readonly Device _device;
    private readonly nint _stream;
    private readonly bool _mayWait;
    private CapturedValue? _captured;
    private MetricValue _value;

    public SharedValue(CapturedValue captured)
    {
        _captured = captured;
        _device = captured.Device;
        _stream = captured.Stream;
        _mayWait = captured.MayWait;
    }

    // It was never read: the memory may be in use on the device still, and comes back as that of a refused row does.
    ~SharedValue()
    {
        if (_captured is { } captured)
            captured.Device.Abandoned.Add(captured);
    }

    protected internal override void Bind(DeferredPlace place) => new Reading(this).Bind(place);

    private MetricValue Read()
    {
        lock (_reading)
        {
            if (_captured is { } captured)
            {
                _value = captured.Read();
                _captured = null;
                captured.Release();
            }

            return _value;
        }
    }

    private sealed class Reading(SharedValue shared) : DeviceValue
    {
        public override Device Device => shared._device;

        public override nint Stream => shared._stream;

        public override bool MayWait => shared._mayWait;

        public override void Deliver() => Place.Fill(shared.Read());
    }
}
