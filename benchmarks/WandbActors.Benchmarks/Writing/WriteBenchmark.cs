using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Writing;

/// <summary>
/// How fast rows come to the log on disk, and what that takes: <c>ratio</c> is the processor time of all threads but the one that logs, as a
/// multiple of what formatting the record's numbers takes.
/// </summary>
internal static class WriteBenchmark
{
    private const int TwoNumberRows = 3_000_000;
    private const int TenNumberRows = 2_000_000;

    // A tenth of what is possible: the threads that drain the buffer sleep and wake.
    private const int PacedRowsPerMillisecond = 50;

    public static BenchmarkCommand Command { get; } =
        new("write", ["2-numbers", "10-numbers", "10-short-numbers", "2-numbers-paced", "10-numbers-paced"], MeasureAsync) { Numbers = ["--rows"] };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
        {
            var numbers = part.StartsWith("2-", StringComparison.Ordinal) ? 2 : 10;
            var isPaced = part.EndsWith("-paced", StringComparison.Ordinal);
            var rows = options.Number("--rows", numbers == 2 ? TwoNumberRows : TenNumberRows) / (isPaced ? 10 : 1);
            var pace = isPaced ? new Pace(PacedRowsPerMillisecond, TimeSpan.FromMilliseconds(1)) : Pace.Unlimited;
            var write = new SustainedWrite(new NumberRows(numbers, part.Contains("short") ? 4 : null), numbers, pace);
            report.Add(await write.MeasureAsync($"write/{part}", Math.Max(1, rows)));
        }
    }
}
