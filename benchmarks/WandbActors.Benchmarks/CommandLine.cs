using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Logging;
using WandbActors.Benchmarks.Outage;
using WandbActors.Benchmarks.Peers;
using WandbActors.Benchmarks.Starting;
using WandbActors.Benchmarks.Syncing;
using WandbActors.Benchmarks.Tensors;
using WandbActors.Benchmarks.Writing;

namespace WandbActors.Benchmarks;

/// <summary>The program's commands.</summary>
internal static class CommandLine
{
    private const int WrongUsage = 2;

    public static IReadOnlyList<BenchmarkCommand> Commands { get; } =
    [
        LogBenchmark.Command,
        WriteBenchmark.Command,
        SyncBenchmark.Command,
        OutageBenchmark.Command,
        StartBenchmark.Command,
        PeersBenchmark.Command,
        TensorBenchmarks.Command,
    ];

    /// <summary>Does what the arguments say; gives back the program's exit code.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [var word, .. var rest]
            && Commands.FirstOrDefault(command => command.Word == word) is { } command
            && BenchmarkOptions.Parse(command, rest) is { } options)
        {
            return command.RunAsync(options, Console.Out);
        }

        Console.Error.WriteLine($"usage: benchmarks {string.Join($"{Environment.NewLine}       benchmarks ", Commands.Select(command => command.Usage))}");
        return Task.FromResult(WrongUsage);
    }
}
