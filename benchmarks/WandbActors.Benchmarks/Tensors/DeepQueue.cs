using System.Diagnostics;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>Work for a CUDA device that it takes milliseconds to get through: a call that is timed behind it and waits for the device shows.</summary>
internal sealed class DeepQueue : IDisposable
{
    private const int Products = 100;
    private const int Side = 4096;

    private readonly Tensor _left = randn(Side, Side, ScalarType.BFloat16, CUDA);
    private readonly Tensor _right = randn(Side, Side, ScalarType.BFloat16, CUDA);

    public DeepQueue()
    {
        Fill();
        cuda.synchronize(); // the first product loads its kernel
        Fill();
        Depth = Drain();
    }

    /// <summary>How long the device is busy with a full queue.</summary>
    public TimeSpan Depth { get; }

    /// <summary>Queues the work, on an idle device; returns long before it is done.</summary>
    public void Fill()
    {
        for (var i = 0; i < Products; i++)
            _left.mm(_right).Dispose();
    }

    /// <summary>Waits for the device; how long that took tells how much of the queue was left.</summary>
    public static TimeSpan Drain()
    {
        var began = Stopwatch.GetTimestamp();
        cuda.synchronize();
        return Stopwatch.GetElapsedTime(began);
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }
}
