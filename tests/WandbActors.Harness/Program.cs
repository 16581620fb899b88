using WandbActors.Harness;
using WandbActors.Harness.Fuzzing;

// Each command proves one promise under faults, prints a table, and ends with 0 only if the promise held.
return await (args switch
{
    ["fuzz", .. var options] => FuzzCommand.RunAsync(options),
    _ => Usage.ShowAsync(),
});
