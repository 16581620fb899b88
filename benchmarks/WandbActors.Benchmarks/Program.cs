using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Logging;
using WandbActors.Benchmarks.Outage;
using WandbActors.Benchmarks.Serving;
using WandbActors.Benchmarks.Syncing;
using WandbActors.Benchmarks.Tensors;
using WandbActors.Benchmarks.Writing;

BenchmarkCommand[] commands = [LogBenchmark.Command, WriteBenchmark.Command, SyncBenchmark.Command, OutageBenchmark.Command, TensorBenchmarks.Command];

switch (args)
{
    case [ServingProcess.Verb, .. var features]:
        return await ServingProcess.RunAsync(features);
    case [FillingProcess.Verb, var directory, var runs, var rows]:
        return await FillingProcess.RunAsync(directory, runs, rows);
}

if (args is [var word, .. var arguments]
    && Array.Find(commands, command => command.Word == word) is { } command
    && BenchmarkOptions.Parse(command, arguments) is { } options)
{
    return await command.RunAsync(options, Console.Out);
}

Console.Error.WriteLine($"usage: benchmarks {string.Join($"{Environment.NewLine}       benchmarks ", commands.Select(command => command.Usage))}");
return 2;
