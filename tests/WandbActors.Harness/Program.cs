using WandbActors.Harness;
using WandbActors.Harness.Children;
using WandbActors.Harness.Faults;
using WandbActors.Harness.Fuzzing;
using WandbActors.Harness.Kills;
using WandbActors.Harness.Outages;

// Each command proves one promise under faults, prints a table, and ends with 0 only if the promise held.
return await (args switch
{
    ["kills", .. var options] => KillsCommand.RunAsync(options),
    ["outage", .. var options] => OutageCommand.RunAsync(options),
    ["faults", .. var options] => FaultsCommand.RunAsync(options),
    ["fuzz", .. var options] => FuzzCommand.RunAsync(options),
    [ChildProcess.Command, .. var options] => ChildProgram.RunAsync(options),
    _ => Usage.ShowAsync(),
});
