using WandbActors.Harness;
using WandbActors.Harness.Faults;
using WandbActors.Harness.Fuzzing;

// Each command proves one promise under faults, prints a table, and ends with 0 only if the promise held.
return await (args switch
{
    ["faults", .. var rest] => FaultsCommand.RunAsync(rest),
    ["fuzz", .. var options] => FuzzCommand.RunAsync(options),
    _ => Usage.ShowAsync(),
});
