using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>Blocks of one size for tensors on their way from one device. Any thread.</summary>
internal sealed class BlockRing
{
    private readonly SlotRing<PinnedBlock> _blocks;

    public BlockRing(Device device, int bytes, PinnedCount count, Func<long, nint> allocate)
    {
        Device = device;
        var memory = new PinnedSegments(bytes, count.First, allocate);
        _blocks = new SlotRing<PinnedBlock>(count.First, number => new PinnedBlock(this, number, memory.AddressOf(number)), count.Most);
    }

    public Device Device { get; }

    public PinnedBlock? TryTake() => _blocks.TryTake();

    public void GiveBack(int number) => _blocks.GiveBack(number);
}
