using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>
/// A value for which its device has no room, while it holds values of refused rows. It is awaited for their sake: they come back with the next
/// fence, and a fence is set only where something is awaited. Logged any number of times.
/// </summary>
internal sealed class CrowdedOutValue(Device device, nint stream) : DeferredValue
{
    protected internal override void Bind(DeferredPlace place) => new Waiting(device, stream).Bind(place);

    private sealed class Waiting(Device device, nint stream) : DeviceValue
    {
        public override Device Device => device;

        public override nint Stream => stream;

        public override void Deliver() => Place.GiveUp(DeferredLoss.DeviceFull);
    }
}
