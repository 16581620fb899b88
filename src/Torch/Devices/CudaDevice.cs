using System.Runtime.InteropServices;
using TorchSharp;
using WandbActors.Actors.Deferring;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// A CUDA device. A value is copied to pinned memory in its stream's turn, so that it is the one at the call whatever becomes of the tensor then;
/// the reading thread sets events behind the copies and reads what the device has passed. A number costs the logging thread one queued copy: nothing
/// is allocated, locked or waited for.
/// </summary>
/// <remarks>
/// The first value of each kind pays more: pinned memory is allocated, and CUDA loads a kernel at its first use; both may wait for the device.
/// Nothing is warmed up before, for that would cost as much. It is not for programs that capture CUDA graphs, which forbid asking events meanwhile
/// (TorchSharp captures none). All this has run on CPU tensors and a scripted driver only, never on a GPU.
/// </remarks>
internal sealed unsafe class CudaDevice : TensorDevice
{
    // Only libtorch's CUDA library has it. Where it is missing, libtorch's stream is the default one.
    private static readonly delegate* unmanaged<int, nint*, int> CurrentStreamOfLibTorch = FindCurrentStream();

    private readonly int _index;
    private readonly CudaEvents _events;
    private readonly PinnedRings _rings;
    private readonly delegate* unmanaged<int, nint*, int> _currentStream;

    public CudaDevice(int index, CudaDriver driver) : this(index, driver, CurrentStreamOfLibTorch, PinnedRoom.Default, PinnedMemory.Allocate) { }

    /// <param name="index">The device's number, for libtorch and for the driver.</param>
    /// <param name="driver">Where events come from.</param>
    /// <param name="currentStream">Tells the calling thread's stream on a device; returns 0 for success. Null: it is the default one.</param>
    /// <param name="room">How much memory to take.</param>
    /// <param name="allocate">Allocates memory that the device can write to.</param>
    public CudaDevice(
        int index, CudaDriver driver, delegate* unmanaged<int, nint*, int> currentStream, PinnedRoom room, Func<long, nint> allocate)
    {
        _index = index;
        _events = new CudaEvents(driver, index);
        _rings = new PinnedRings(this, room, allocate);
        _currentStream = currentStream;
    }

    public override string Name => $"cuda:{_index}";

    public override ScalarType WideType => ScalarType.Float64;

    protected override long MaxCopiedElements => 4096;

    public override IDeviceFence SetFence(nint stream) => _events.Set(stream);

    protected override DeferredValue CaptureNumber(in SourceTensor source)
    {
        var stream = CurrentStream();
        var slot = _rings.TakeNumber(source.Type);
        if (slot is null)
            return CrowdOut(stream);

        return slot.TryCopy(source, stream) ? Accept(slot) : Refuse(slot);
    }

    protected override DeferredValue CaptureElements(in SourceTensor source, ElementForm form)
    {
        var stream = CurrentStream();
        var block = _rings.TakeBlock(source.Bytes);
        if (block is null)
            return CrowdOut(stream);

        return block.TryCopy(source, stream, form) ? Accept(block) : Refuse(block);
    }

    private CapturedValue Accept(CapturedValue captured)
    {
        NoteSuccess();
        return captured;
    }

    // It may have been queued all the same, so its memory comes back by way of a fence.
    private GivenUpValue Refuse(CapturedValue captured)
    {
        Abandoned.Add(captured);
        NoteRefusal();
        return Failed;
    }

    private nint CurrentStream()
    {
        nint stream;
        return _currentStream != null && _currentStream(_index, &stream) == 0 ? stream : 0;
    }

    private static delegate* unmanaged<int, nint*, int> FindCurrentStream()
    {
        var isThere = NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out var library);
        return isThere && NativeLibrary.TryGetExport(library, "aoti_torch_get_current_cuda_stream", out var address)
            ? (delegate* unmanaged<int, nint*, int>)address : null;
    }
}
