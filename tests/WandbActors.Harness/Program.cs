using WandbActors.Harness;
using WandbActors.Harness.Faults;

// Each command proves one promise under faults, prints a table, and ends with 0 only if the promise held.
return await (args switch
{
    ["faults", .. var rest] => FaultsCommand.RunAsync(rest),
    _ => Usage.ShowAsync(),
});
