using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Serving;
using WandbActors.Benchmarks.Starting;
using WandbActors.Benchmarks.Syncing;

// The other side of a measurement has a process of its own.
return await (args switch
{
    [ServingProcess.Verb, .. var features] => ServingProcess.RunAsync(features),
    [FillingProcess.Verb, var directory, var runs, var rows] => FillingProcess.RunAsync(directory, runs, rows),
    [FirstRowProcess.Verb, var directory] => FirstRowProcess.RunAsync(directory),
    [SelfCheck.Verb] => SelfCheck.RunAsync(),
    _ => BenchmarkCommands.RunAsync(args),
});
