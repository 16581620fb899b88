using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>
/// Room for one number in pinned memory, and the captured value itself while one is in it. Belongs to whoever has taken it from its ring, until
/// its value is released.
/// </summary>
/// <param name="ring">Where it comes from.</param>
/// <param name="number">Its number there.</param>
/// <param name="address">Of its memory.</param>
/// <param name="view">A tensor of one element over its memory.</param>
internal sealed class ScalarSlot(ScalarRing ring, int number, nint address, nint view) : CapturedValue
{
    private nint _stream;

    public override Device Device => ring.Device;

    public override nint Stream => _stream;

    /// <summary>Queues the copy of a tensor of one element. False: libtorch refused it.</summary>
    public bool TryCopy(in SourceTensor source, nint stream)
    {
        _stream = stream;
        return source.Dimensions <= 1
            ? StableAbi.TryCopy(view, source.Handle, isWaiting: false)
            : StableAbi.TryCopyTo(address, source, isWaiting: false); // [1, 1] does not go into [1]
    }

    public override MetricValue Read() => ElementReading.NumberAt(address, ring.Type);

    public override void Release()
    {
        base.Release();
        ring.GiveBack(number);
    }
}
