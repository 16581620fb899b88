using WandbActors.Harness;
using WandbActors.Harness.Children;
using WandbActors.Harness.Kills;
using WandbActors.Harness.Outages;

// Each command proves one promise under faults, prints a table, and ends with 0 only if the promise held.
return await (args switch
{
    ["kills", .. var rest] => KillsCommand.RunAsync(rest),
    ["outage", .. var rest] => OutageCommand.RunAsync(rest),
    [ChildProcess.Command, .. var rest] => ChildProgram.RunAsync(rest),
    _ => Usage.ShowAsync(),
});
