using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using BenchmarkReport = BenchmarkDotNet.Reports.BenchmarkReport;

namespace WandbActors.Benchmarks.Parts;

/// <summary>What single stations of a row's way take, each by itself and on one thread, measured by BenchmarkDotNet: nanoseconds for one row or record.</summary>
internal static class PartsBenchmark
{
    private const int Iterations = 15;
    private const int IterationMilliseconds = 200;

    private static readonly Dictionary<string, Type> Parts = new()
    {
        ["ring"] = typeof(RingPart),
        ["encode"] = typeof(EncodePart),
        ["chunk"] = typeof(ChunkPart),
        ["json-lines"] = typeof(LinePart),
    };

    public static BenchmarkCommand Command { get; } = new("parts", [.. Parts.Keys], Measure) { Numbers = ["--iterations"] };

    private static Task Measure(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
        {
            var summary = BenchmarkRunner.Run(Parts[part], Settings(options.Number("--iterations", Iterations)));
            foreach (var measured in summary.Reports)
                report.Add(Measured(measured, part));
        }

        return Task.CompletedTask;
    }

    // In this process, which has nothing else to do: one of its own would have to be built first.
    private static IConfig Settings(int iterations) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(Math.Min(iterations, 5)).WithIterationCount(iterations).WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(NullLogger.Instance)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "wandb-actors-benchmark-parts"))
        .WithOptions(ConfigOptions.DisableLogFile);

    private static Measurement Measured(BenchmarkReport report, string part)
    {
        var (method, numbers) = (report.BenchmarkCase.Descriptor.WorkloadMethod.Name, (int)report.BenchmarkCase.Parameters.Items[0].Value);
        var name = $"parts/{part}/{(part == "chunk" ? $"{method.ToLowerInvariant()}-{numbers}-bytes" : $"{numbers}-numbers")}";
        if (report.ResultStatistics is not { } statistics)
            return new Measurement(name) { Wrong = 1, Remark = "BenchmarkDotNet has no result" };

        return new Measurement(name)
        {
            NumbersPerRow = part == "chunk" ? null : numbers,
            P50 = statistics.Median,
            P99 = statistics.Percentiles.Percentile(99),
            Max = statistics.Max,
            BytesPerOp = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
            Remark = $"of {statistics.N} means",
        };
    }
}
