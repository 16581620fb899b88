using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// A run's config: the values that config records have set, and W&amp;B's book-keeping beside them under <c>_wandb</c>. An update with an
/// object merges into what is there, as the official client does; the book-keeping wins over what a client has set at its places.
/// </summary>
internal sealed class ConfigState(TelemetryState telemetry, MetricRules metrics, EnvironmentState environment)
{
    private readonly JsonTree _items = new();

    /// <summary>Updates first, then removals.</summary>
    public void Apply(ConfigRecord record)
    {
        foreach (var item in record.Update)
            _items.Merge(ItemPath.Of(item.Key, item.NestedKey), item.ValueJson);
        foreach (var item in record.Remove)
            _items.Remove(ItemPath.Of(item.Key, item.NestedKey));
    }

    /// <summary>Takes over what earlier attempts have left, but for the names that there are already.</summary>
    public void LayBelow(RunSoFar soFar) =>
        Apply(new ConfigRecord { Update = { soFar.ConfigBelow(_items.Members().Select(item => item.Name).ToHashSet()) } });

    /// <summary>The text of UpsertBucket's <c>config</c>: every key with its value as <c>{"value": …}</c>.</summary>
    public string ToJson()
    {
        var config = new JsonTree();
        foreach (var (name, json) in _items.Members())
            config.Set([name, "value"], json);

        config.Set(["_wandb", "value", "t"], telemetry.ToJson());
        config.Set(["_wandb", "value", "m"], metrics.ToJson());
        if (telemetry.CliVersion is { } cliVersion)
            config.Set(["_wandb", "value", "cli_version"], JsonText.Quote(cliVersion));
        if (telemetry.PythonVersion is { } pythonVersion)
            config.Set(["_wandb", "value", "python_version"], JsonText.Quote(pythonVersion));
        if (environment.WriterId.Length > 0)
            config.Set(["_wandb", "value", "e", environment.WriterId], environment.ToJson());
        return config.ToJson();
    }

    /// <summary>The content of <c>config.yaml</c>: the same tree.</summary>
    public string ToYaml() => ConfigYaml.Of(ToJson());
}
