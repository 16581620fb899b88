using WandbActors.Actors.Deferring;

namespace WandbActors.TestKit;

/// <summary>Where one number of a <see cref="FakeDevice"/> comes to in the process's memory.</summary>
internal sealed class FakeSlot(FakeDevice device, int number) : DeviceValue
{
    private nint _stream;

    public override Device Device => device;

    public override nint Stream => _stream;

    /// <summary>What the device has copied; of a copy that it has not come to yet, something else.</summary>
    public double Memory { get; set; } = double.NaN;

    public void Begin(nint stream)
    {
        _stream = stream;
        Memory = double.MinValue; // nobody may see it
    }

    public override void Deliver() => Place.Fill(Memory);

    public override void Release()
    {
        base.Release();
        device.Slots.GiveBack(number);
    }
}
