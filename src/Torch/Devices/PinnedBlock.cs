using WandbActors.Actors.Deferring;
using ScalarType = TorchSharp.torch.ScalarType;

namespace WandbActors;

/// <summary>
/// Room for the elements of one tensor in pinned memory, and the captured value itself while there are any. Belongs to whoever has taken it from
/// its ring, until its value is released.
/// </summary>
internal sealed unsafe class PinnedBlock(BlockRing ring, int number, nint address) : CapturedValue
{
    private nint _stream;
    private int _bytes;
    private ScalarType _type;
    private ElementForm? _form;

    public override Device Device => ring.Device;

    public override nint Stream => _stream;

    /// <summary>Queues the copy of a tensor that has room here. False: libtorch refused it.</summary>
    public bool TryCopy(in SourceTensor source, nint stream, ElementForm form)
    {
        (_stream, _bytes, _type, _form) = (stream, (int)source.Bytes, source.Type, form);
        return StableAbi.TryCopyTo(address, source, isWaiting: false);
    }

    public override MetricValue Read() => _form!(new ReadOnlySpan<byte>((void*)address, _bytes), _type);

    public override void Release()
    {
        base.Release();
        _form = null;
        ring.GiveBack(number);
    }
}
