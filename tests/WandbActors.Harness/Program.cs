using WandbActors.Harness;

// Each command proves one promise under faults, prints a table, and ends with 0 only if the promise held.
return await (args switch
{
    _ => Usage.ShowAsync(),
});
