using System.Runtime.ExceptionServices;
using WandbActors.Actors.Deferring;
using ScalarType = TorchSharp.torch.ScalarType;

namespace WandbActors;

/// <summary>The memory for values under way from one device, made kind by kind at the first use. Any thread; no lock once it is there.</summary>
internal sealed class PinnedRings(Device device, PinnedRoom room, Func<long, nint> allocate)
{
    private readonly Lock _making = new();
    private readonly ScalarRing?[] _numbers = new ScalarRing?[ElementTypes.Count];
    private readonly BlockRing?[] _blocks = new BlockRing?[room.Blocks.Count];

    /// <summary>A slot for a number of this type; <c>null</c> when all are taken.</summary>
    /// <exception cref="DeviceException">There is no memory for them.</exception>
    public ScalarSlot? TakeNumber(ScalarType type) => (Volatile.Read(ref _numbers[(int)type]) ?? MakeNumbers(type)).TryTake();

    /// <summary>The smallest block with so much room that is free; <c>null</c> when all are taken.</summary>
    /// <exception cref="DeviceException">There is no memory for them.</exception>
    public PinnedBlock? TakeBlock(long bytes)
    {
        for (var size = 0; size < _blocks.Length; size++)
        {
            if (room.Blocks[size].Bytes >= bytes && (Volatile.Read(ref _blocks[size]) ?? MakeBlocks(size)).TryTake() is { } block)
                return block;
        }

        return null;
    }

    // Apart from the above, so that the functions here are allocated only when they are used.
    private ScalarRing MakeNumbers(ScalarType type) => Make(ref _numbers[(int)type], () => new ScalarRing(device, type, room.Numbers, allocate));

    private BlockRing MakeBlocks(int size) =>
        Make(ref _blocks[size], () => new BlockRing(device, room.Blocks[size].Bytes, room.Blocks[size].Count, allocate));

    private TRing Make<TRing>(ref TRing? ring, Func<TRing> make) where TRing : class
    {
        lock (_making)
        {
            if (ring is null)
                Volatile.Write(ref ring, MakeAside(make));
            return ring!;
        }
    }

    // The caller may be in inference mode. Tensors that are made in it can never be written to outside of it, so they are made on another thread.
    private static TRing MakeAside<TRing>(Func<TRing> make) where TRing : class
    {
        TRing? made = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                made = make();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return made!;
    }
}
