using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>What tensors cost to log, on the CPU and, where libtorch has one, on a CUDA device. libtorch computes on one thread.</summary>
internal static class TensorBenchmarks
{
    private const string NoDevice = "not measured: needs a CUDA device, and this libtorch finds none";

    public static BenchmarkCommand Command { get; } = new("tensors", ["sanity", "host", "value", "launch", "training", "histogram"], MeasureAsync)
    {
        Rounds = 100, // of the comparisons of training: the interval narrows with their square root
        HasOwnProcesses = false,
    };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        if (!LibTorchFolder.TryLoad(out var problem))
        {
            report.Add(new Measurement("tensors") { Wrong = 1, Remark = problem });
            return;
        }

        set_num_threads(1); // its threads spin: with one on each core, what is measured is how they wait for each other
        foreach (var part in options.Parts)
            await MeasureAsync(part, options.Rounds, report);
    }

    private static async Task MeasureAsync(string part, int rounds, Report report)
    {
        switch (part)
        {
            case "sanity":
                Sanity.Measure(report);
                return;
            case "host":
                await new HostCost(report, CPU).MeasureAsync();
                break;
            case "value":
                await new CallTimeValue(report, CPU).MeasureAsync();
                break;
            case "training":
                await new TrainingSpeed(report, CPU, rounds).MeasureAsync();
                break;
            case "histogram":
                await new HistogramCost(report, CPU).MeasureAsync();
                break;
        }

        if (cuda.is_available())
            await MeasureCudaAsync(part, rounds, report);
        else
            report.Skip($"tensors/cuda/{part}", NoDevice);
    }

    private static Task MeasureCudaAsync(string part, int rounds, Report report) => part switch
    {
        "host" => new HostCost(report, CUDA).MeasureAsync(),
        "value" => new CallTimeValue(report, CUDA).MeasureAsync(),
        "launch" => new LaunchInterference(report).MeasureAsync(),
        "training" => new TrainingSpeed(report, CUDA, rounds).MeasureAsync(),
        _ => new HistogramCost(report, CUDA).MeasureAsync(),
    };
}
