using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Tensors;

namespace WandbActors.Benchmarks.Peers;

/// <summary>The same rows of ten numbers by us, and by what else a .NET program may keep them with.</summary>
internal static class PeersBenchmark
{
    private const int Rows = 300_000;

    private static readonly Dictionary<string, Func<string, Task<IPeer>>> Peers = new()
    {
        ["wandb-actors"] = ActorsPeer.StartAsync,
        ["channel-jsonl"] = ChannelPeer.StartAsync,
        ["serilog"] = SerilogPeer.StartAsync,
        ["summary-writer"] = SummaryWriterPeer.StartAsync,
        ["open-telemetry"] = OpenTelemetryPeer.StartAsync,
        ["sqlite"] = SqlitePeer.StartAsync,
        ["copy-and-write"] = CopyPeer.StartAsync,
    };

    // It hands each scalar to the file by itself.
    private static readonly Dictionary<string, int> Divisors = new() { ["summary-writer"] = 30 };

    public static BenchmarkCommand Command { get; } = new("peers", [.. Peers.Keys], MeasureAsync) { Numbers = ["--rows"] };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
        {
            if (part == "summary-writer" && !LibTorchFolder.TryLoad(out var problem))
                report.Skip($"peers/{part}", problem);
            else
                report.Add(await new PeerBench(Peers[part]).MeasureAsync($"peers/{part}", Math.Max(1, options.Number("--rows", Rows) / Divisors.GetValueOrDefault(part, 1))));
        }
    }
}
