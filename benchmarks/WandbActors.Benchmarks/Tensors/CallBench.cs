using System.Diagnostics;
using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// Times single calls in batches, with everything that was logged on disk before the next batch. For a CUDA device each batch stands behind a
/// deep queue, and what was left of that afterwards is told: nothing is left behind a call that waits.
/// </summary>
internal sealed class CallBench(Report report, Device device, OfflineRun offline) : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1); // what is called often is compiled anew, and behind other work

    private readonly DeepQueue? _queue = device.type == DeviceType.CUDA ? new DeepQueue() : null;

    /// <summary>Times so many batches, after half as many and <see cref="WarmUp"/> to warm up.</summary>
    public void Measure(string name, Action call, int batches, int batchSize)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < batches / 2 || Stopwatch.GetElapsedTime(began) < WarmUp; i++)
            RunBatch(new CallTimes(batchSize), call, batchSize, out _);

        var times = new CallTimes(batches * batchSize);
        var left = new double[batches];
        var bytes = 0L;
        for (var i = 0; i < batches; i++)
            bytes += RunBatch(times, call, batchSize, out left[i]);
        report.Add(times.Measured($"{DeviceName.Of(device)}/{name}") with
        {
            BytesPerOp = (double)bytes / (batches * batchSize),
            Remark = _queue is null ? null : $"{PairedRatio.Middle(left):P0} of a queue of {_queue.Depth.TotalMilliseconds:F0} ms was left",
        });
    }

    public void Dispose() => _queue?.Dispose();

    private long RunBatch(CallTimes times, Action call, int size, out double left)
    {
        _queue?.Fill();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < size; i++)
            times.Time(call);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        left = _queue is null ? 0 : DeepQueue.Drain() / _queue.Depth;
        offline.Flush();
        return bytes;
    }
}
