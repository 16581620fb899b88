using WandbActors.Actors.Deferring;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// A device that cannot be asked how far it has come: MPS, ROCm and others, and CUDA without its driver. A tensor is cloned on the device at the
/// call, in its stream's turn; the reading thread waits for the clone as <c>item()</c> does. The program's threads wait for nothing here either.
/// </summary>
/// <remarks>
/// The reading thread waits in the device's default stream: what was queued on another one may be read too early. At most 4,096 clones and 256 MiB
/// are held; beyond that a value is given up and counted. It has run on CPU tensors only.
/// </remarks>
internal sealed class WaitingDevice(string name, int maxClones = 4096, long maxBytes = 256 << 20) : TensorDevice
{
    private int _clones;
    private long _bytes;

    public override string Name => name;

    /// <summary>MPS has no double precision.</summary>
    public override ScalarType WideType => ScalarType.Float32;

    /// <summary>Elements are counted on the reading thread, however many there are.</summary>
    protected override long MaxCopiedElements => long.MaxValue;

    public override IDeviceFence SetFence(nint stream) => PassedFence.Instance;

    /// <summary>Takes back the room of a clone that is gone.</summary>
    public void GiveBack(long bytes)
    {
        Interlocked.Decrement(ref _clones);
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <summary>Notes that a clone could not be read.</summary>
    public void NoteUnreadable() => NoteRefusal();

    protected override DeferredValue CaptureNumber(in SourceTensor source) => Clone(source, null);

    protected override DeferredValue CaptureElements(in SourceTensor source, ElementForm form) => Clone(source, form);

    private DeferredValue Clone(in SourceTensor source, ElementForm? form)
    {
        if (!TryTakeRoom(source.Bytes))
            return CrowdOut(stream: 0);

        var clone = StableAbi.Clone(source.Handle);
        if (clone != 0)
        {
            NoteSuccess();
            return new ClonedValue(this, clone, source.Bytes, form);
        }

        GiveBack(source.Bytes);
        NoteRefusal();
        return Failed;
    }

    private bool TryTakeRoom(long bytes)
    {
        var hasRoom = Interlocked.Increment(ref _clones) <= maxClones & Interlocked.Add(ref _bytes, bytes) <= maxBytes;
        if (!hasRoom)
            GiveBack(bytes);
        return hasRoom;
    }

    private sealed class PassedFence : IDeviceFence
    {
        public static PassedFence Instance { get; } = new();

        public bool IsPassed => true;

        public void Dispose() { }
    }
}
