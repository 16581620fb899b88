using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;

namespace WandbActors.Benchmarks.Outage;

/// <summary>What runs that are sent cost while they go on: through an outage of the server, and a hundred of them at once.</summary>
internal static class OutageBenchmark
{
    private const int OutageSeconds = 20;
    private const int CrowdSeconds = 60;
    private const int CrowdRuns = 100;

    public static BenchmarkCommand Command { get; } =
        new("outage", ["server-away", "100-runs", "100-runs-10-numbers"], MeasureAsync) { Numbers = ["--seconds", "--runs"] };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
        {
            if (part == "server-away")
                await new ServerAway(report, options.Number("--seconds", OutageSeconds)).MeasureAsync();
            else
                report.Add(await CrowdOfRuns.MeasureAsync($"outage/{part}", options.Number("--runs", CrowdRuns), part == "100-runs" ? 2 : 10, options.Number("--seconds", CrowdSeconds)));
        }
    }
}
