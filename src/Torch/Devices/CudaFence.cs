using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>An event in a stream of a CUDA device. One thread.</summary>
internal sealed class CudaFence(CudaEvents events, nint recorded) : IDeviceFence
{
    private bool _isPassed;

    public bool IsPassed => _isPassed || (_isPassed = events.IsPassed(recorded));

    public void Dispose() => events.GiveBack(recorded);
}
