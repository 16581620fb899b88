using WandbActors.Actors.Deferring;
using ScalarType = TorchSharp.torch.ScalarType;

namespace WandbActors;

/// <summary>The slots for numbers of one type on their way from one device. Any thread.</summary>
internal sealed class ScalarRing
{
    private readonly SlotRing<ScalarSlot> _slots;
    private readonly PinnedSegments _memory;

    /// <summary>
    /// To be made on a thread in no mode of the program's: tensors that are made in inference mode cannot be written to outside of it.
    /// </summary>
    public ScalarRing(Device device, ScalarType type, PinnedCount count, Func<long, nint> allocate)
    {
        (Device, Type) = (device, type);
        _memory = new PinnedSegments(ElementTypes.MaxBytes, count.First, allocate);
        _slots = new SlotRing<ScalarSlot>(count.First, Make, count.Most);
    }

    public Device Device { get; }

    public ScalarType Type { get; }

    public ScalarSlot? TryTake() => _slots.TryTake();

    public void GiveBack(int number) => _slots.GiveBack(number);

    private ScalarSlot Make(int number)
    {
        var address = _memory.AddressOf(number);
        var view = StableAbi.OneElementAt(address, Type);
        return view != 0 ? new ScalarSlot(this, number, address, view) : throw new DeviceException("libtorch makes no tensor over pinned memory");
    }
}
