using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// What one call costs the training thread: logging tensors of one element beside what users write by hand, and beside the parts that
/// deferring is made of. For a CUDA device the plain launch is the measure: nothing that reads a tensor costs less.
/// </summary>
internal sealed class HostCost(Report report, Device device)
{
    public async Task MeasureAsync()
    {
        await using var offline = await OfflineRun.StartAsync();
        using var bench = new CallBench(report, device, offline);
        using var scope = NewDisposeScope();
        var run = offline.Run;
        var isCuda = device.type == DeviceType.CUDA;
        var (batches, batchSize) = isCuda ? (100, 16) : (200, 512);
        void Measure(string name, Action call) => bench.Measure(name, call, batches, batchSize);
        void MeasureWaiting(string name, Action call) => bench.Measure(name, call, batches, isCuda ? 1 : batchSize);

        Tensor[] t = [.. Enumerable.Range(0, 8).Select(i => tensor(i + 0.5f, device: device))];
        var (x, one, metric) = (t[0], 1.ToScalar(), run.Metric("x"));
        Measure("launch", () => x.add_(one));
        MeasureWaiting("item", () => x.item<float>());
        MeasureWaiting("to-double", () => x.ToDouble());
        Measure("detach", () => x.detach().Dispose());
        Measure("clone", () => x.clone().Dispose());

        var slot = isCuda ? zeros(8).pin_memory() : zeros(8);
        var (first, each) = (slot.narrow(0, 0, 1), slot.split(1));
        Measure("copy/1", () => first.copy_(x, nonBlocking: true));
        Measure("copy/8", () =>
        {
            for (var i = 0; i < each.Length; i++)
                each[i].copy_(t[i], nonBlocking: true);
        });
        Measure("stack-copy/8", () =>
        {
            using var all = stack(t);
            slot.copy_(all, nonBlocking: true);
        });
        if (isCuda)
            Measure("to-cpu", () => x.to(CPU, non_blocking: true).Dispose());
        if (isCuda && CudaDriver.Loaded is { } driver)
        {
            var events = new CudaEvents(driver, 0);
            Measure("event/record", () => events.Set(0).Dispose());
            Measure("event/record-query", () =>
            {
                using var fence = events.Set(0);
                _ = fence.IsPassed;
            });
        }

        // Last, when the actors' own code has long been compiled for speed.
        Measure("log/1", () => run.Log(("x", x)));
        Measure("log/1/handle", () => run.Log((metric, x)));
        Measure("log/8", () => run.Log(
            ("a", t[0]), ("b", t[1]), ("c", t[2]), ("d", t[3]), ("e", t[4]), ("f", t[5]), ("g", t[6]), ("h", t[7])));
    }
}
