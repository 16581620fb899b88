using WandbActors.Benchmarks.Logging;
using WandbActors.Benchmarks.Outage;
using WandbActors.Benchmarks.Parts;
using WandbActors.Benchmarks.Peers;
using WandbActors.Benchmarks.Starting;
using WandbActors.Benchmarks.Syncing;
using WandbActors.Benchmarks.Tensors;
using WandbActors.Benchmarks.Writing;

namespace WandbActors.Benchmarks.Commands;

/// <summary>What the program can measure.</summary>
internal static class BenchmarkCommands
{
    private const int WrongUsage = 2;

    public static IReadOnlyList<BenchmarkCommand> All { get; } =
    [
        LogBenchmark.Command,
        WriteBenchmark.Command,
        SyncBenchmark.Command,
        OutageBenchmark.Command,
        StartBenchmark.Command,
        PeersBenchmark.Command,
        PartsBenchmark.Command,
        TensorBenchmarks.Command,
    ];

    /// <summary>Does what the arguments say; gives back the program's exit code.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [var word, .. var rest]
            && All.FirstOrDefault(command => command.Word == word) is { } command
            && BenchmarkOptions.Parse(command, rest) is { } options)
        {
            return command.RunAsync(options, Console.Out);
        }

        Console.Error.WriteLine($"usage: benchmarks {string.Join($"{Environment.NewLine}       benchmarks ", All.Select(command => command.Usage).Append(SelfCheck.Verb))}");
        return Task.FromResult(WrongUsage);
    }
}
