using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// What a histogram of a large tensor costs the training thread, and how long after the call it is in the log; beside libtorch's own ways of
/// counting. On a CUDA device the range that is found by itself waits for the device, twice; the normalised form does not.
/// </summary>
internal sealed class HistogramCost(Report report, Device device)
{
    private const int Bins = 64;

    public async Task MeasureAsync()
    {
        await using var offline = await OfflineRun.StartAsync();
        using var bench = new CallBench(report, device, offline);
        foreach (var (name, count) in device.type == DeviceType.CUDA ? [("1M", 1_000_000), ("100M", 100_000_000)] : new[] { ("1M", 1_000_000) })
        {
            using var scope = NewDisposeScope();
            var x = randn(count, device: device);
            void Measure(string way, Action call) => bench.Measure($"histogram/{name}/{way}", call, batches: 100, batchSize: 1);
            Measure("log", () => offline.Run.Log(("x", x)));
            Measure("log-until-on-disk", () =>
            {
                offline.Run.Log(("x", x));
                offline.Flush();
            });
            Measure("histc", () => x.histc(Bins).Dispose());
            Measure("histc-normalised", () => Normalised(x));
        }
    }

    private static void Normalised(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (low, high) = x.aminmax();
        ((x - low) / (high - low)).histc(Bins, 0, 1);
    }
}
