using System.Collections.Concurrent;
using WandbActors.Actors.Deferring;

namespace WandbActors.TestKit;

/// <summary>
/// A device for specs and simulations: tensors of one number, streams that execute in their order and later than they were told, on the clock that
/// it is given. It can be slow, it can stop answering, it can fail; streams overtake one another as the script of their durations says.
/// </summary>
/// <param name="time">Its clock: virtual or real.</param>
/// <param name="duration">How long the operation with this number in its stream takes; none by default.</param>
/// <param name="slots">Values that can be under way at once.</param>
/// <param name="maxSlots">How far that may grow; not at all by default.</param>
internal sealed class FakeDevice(TimeProvider time, Func<long, TimeSpan>? duration = null, int slots = 8192, int maxSlots = 0) : Device
{
    private readonly ConcurrentDictionary<nint, FakeStream> _streams = [];
    private SlotRing<FakeSlot>? _slots;
    private int _openFences;
    private long _fencesSet;

    public override string Name => "fake:0";

    /// <summary>Operations that a stream takes ahead of the device; whoever queues more waits. A driver takes about so many.</summary>
    public int MaxQueued { get; init; } = 1024;

    /// <summary>Whether it does nothing any more, and says nothing of it.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Fences that were set and not given back.</summary>
    public int OpenFences => _openFences;

    /// <summary>Fences that were set.</summary>
    public long FencesSet => Interlocked.Read(ref _fencesSet);

    /// <summary>The places in the process's memory that its values come to.</summary>
    public SlotRing<FakeSlot> Slots => LazyInitializer.EnsureInitialized(
        ref _slots, () => new SlotRing<FakeSlot>(slots, number => new FakeSlot(this, number), maxSlots));

    internal long Now => time.GetUtcNow().UtcTicks;

    /// <summary>A tensor of this device, with one number in it from the start.</summary>
    public FakeTensor Tensor(double value, nint stream = 0) => new(this, stream) { Memory = value };

    /// <summary>From now on nothing is executed.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>Goes on where it was.</summary>
    public void GoOn() => IsStopped = false;

    public FakeStream StreamOf(nint stream) => _streams.GetOrAdd(stream, static (_, device) => new FakeStream(device), this);

    public override IDeviceFence SetFence(nint stream)
    {
        ThrowIfFailed();
        Interlocked.Increment(ref _fencesSet);
        Interlocked.Increment(ref _openFences);
        return new Fence(this, StreamOf(stream), StreamOf(stream).Queued);
    }

    internal TimeSpan DurationOf(long operation) => duration?.Invoke(operation) ?? TimeSpan.Zero;

    private void ThrowIfFailed()
    {
        if (Failure is { } failure)
            throw new DeviceException(failure);
    }

    private sealed class Fence(FakeDevice device, FakeStream stream, long operations) : IDeviceFence
    {
        public bool IsPassed
        {
            get
            {
                device.ThrowIfFailed();
                return stream.HasExecuted(operations);
            }
        }

        public void Dispose() => Interlocked.Decrement(ref device._openFences);
    }
}
