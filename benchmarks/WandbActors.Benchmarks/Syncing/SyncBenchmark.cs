using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Serving;

namespace WandbActors.Benchmarks.Syncing;

/// <summary>
/// What it takes to send the logs of offline runs with the tool: processor and memory are those of its process from start to end; the server,
/// which looks at every line, is a process of its own, and so is what has written the logs.
/// </summary>
internal static class SyncBenchmark
{
    private const int Rows = 1_000_000;
    private const int ManyRuns = 20;
    private const string Gzip = "FILESTREAM_GZIP";

    public static BenchmarkCommand Command { get; } =
        new("sync", ["10-numbers", "10-numbers-gzip", "20-runs"], MeasureAsync) { Numbers = ["--rows"], Directories = ["--keep"] };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
        {
            var runs = part == "20-runs" ? ManyRuns : 1;
            report.Add(await MeasureAsync($"sync/{part}", runs, options.Number("--rows", Rows), options.Directory("--keep"), part));
        }
    }

    private static async Task<Measurement> MeasureAsync(string name, int runs, long rows, string? keep, string part)
    {
        rows -= rows % runs;
        using var logs = await SendableLogs.MakeAsync(keep, runs, rows / runs);
        using var server = await OwnServer.StartAsync(part.EndsWith("gzip", StringComparison.Ordinal) ? [Gzip] : []);
        var tool = await ToolRun.SyncAsync(logs.Path, server.Place);
        var arrived = await server.CountAsync();
        return new Measurement(name)
        {
            Rows = rows,
            NumbersPerRow = FillingProcess.NumbersPerRow,
            RowsPerSecond = rows / tool.Seconds,
            CpuSeconds = tool.CpuSeconds,
            PeakMegabytes = tool.PeakMegabytes,
            Wrong = arrived.Wrong + Math.Abs(rows - arrived.Rows) + tool.ExitCode,
            Remark = tool.ExitCode == 0 && arrived.Rows == rows ? $"{arrived.Repeated} rows came twice" : $"the tool ended with {tool.ExitCode}: {tool.Output}",
        };
    }
}
