using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;

namespace WandbActors.Benchmarks.Logging;

/// <summary>What a call of <c>Log</c> costs the thread that makes it.</summary>
internal static class LogBenchmark
{
    public static BenchmarkCommand Command { get; } = new("log", ["ring"], MeasureAsync);

    private static Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        new RingCost(report).Measure();
        return Task.CompletedTask;
    }
}
