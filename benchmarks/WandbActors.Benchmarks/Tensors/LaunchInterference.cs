using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// What a plain launch on a CUDA device costs one thread while another one logs the device's tensors, reads them or waits for the device:
/// whether what goes on behind <c>Log</c> stands in the way of training.
/// </summary>
internal sealed class LaunchInterference(Report report)
{
    private static readonly TimeSpan LogPeriod = TimeSpan.FromMilliseconds(1);

    public async Task MeasureAsync()
    {
        await using var offline = await OfflineRun.StartAsync();
        using var bench = new CallBench(report, CUDA, offline);
        using var other = tensor(0.5f, device: CUDA);
        Measure(bench, "alone", companion: null);
        Measure(bench, "beside-log", stop =>
        {
            offline.Run.Log(("other", other));
            stop.WaitHandle.WaitOne(LogPeriod);
        });
        Measure(bench, "beside-item", _ => other.item<float>());
        Measure(bench, "beside-synchronize", _ => cuda.synchronize());
        if (CudaDriver.Loaded is not { } driver)
            return;

        var events = new CudaEvents(driver, 0);
        Measure(bench, "beside-spinning-on-events", stop =>
        {
            using var fence = events.Set(0);
            while (!fence.IsPassed && !stop.IsCancellationRequested) { }
        });
    }

    private static void Measure(CallBench bench, string name, Action<CancellationToken>? companion)
    {
        using var stop = new CancellationTokenSource();
        var thread = new Thread(() =>
        {
            while (companion is not null && !stop.IsCancellationRequested)
                companion(stop.Token);
        });
        thread.Start();
        using var x = tensor(0.5f, device: CUDA);
        var one = 1.ToScalar();
        bench.Measure($"launch/{name}", () => x.add_(one), batches: 100, batchSize: 16);
        stop.Cancel();
        thread.Join();
    }
}
