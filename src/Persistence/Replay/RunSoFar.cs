using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What earlier attempts have made of a run, which one that goes on builds upon: by a server's answer, or by their logs. JSON stands as
/// text, since it may hold bare NaN. Immutable.
/// </summary>
/// <param name="Summary">The summary: one JSON object.</param>
/// <param name="Config">The config as servers keep it: one JSON object of <c>{"value": …}</c>, with W&amp;B's book-keeping.</param>
internal sealed record RunSoFar(string Summary, string Config)
{
    private const string BookKeeping = "_wandb";

    // All else in the book-keeping is each attempt's own: what it runs on, what it uses.
    private static readonly string[] KeptBookKeeping = ["viz", "visualize", "mask/class_labels"];

    /// <summary>The config's own names with their values.</summary>
    public IEnumerable<(string Name, string Json)> Settings => Values(Config).Where(setting => setting.Name != BookKeeping);

    /// <summary>What a server's answer or a log may hold instead of an object is nothing.</summary>
    public static RunSoFar Of(string? summary, string? config) => new(ObjectOrNone(summary), ObjectOrNone(config));

    /// <summary>This, where a later one says nothing, and else what that says.</summary>
    public RunSoFar Below(RunSoFar later) => new(Below(Summary, later.Summary), Below(Config, later.Config));

    /// <summary>The summary as the record that brings it about.</summary>
    public SummaryRecord ToSummary() => new()
    {
        Update = { JsonText.Members(Summary).Select(member => new SummaryItem { Key = member.Name, ValueJson = member.Json }) },
    };

    /// <summary>The config of earlier attempts below that of a new one: what it does not name itself.</summary>
    public IEnumerable<ConfigItem> ConfigBelow(IReadOnlySet<string> names) =>
        Settings.Where(setting => !names.Contains(setting.Name))
            .Select(setting => new ConfigItem { Key = setting.Name, ValueJson = setting.Json })
            .Concat(Values(Config).Where(setting => setting.Name == BookKeeping && JsonText.IsObject(setting.Json))
                .SelectMany(setting => JsonText.Members(setting.Json))
                .Where(kept => KeptBookKeeping.Contains(kept.Name))
                .Select(kept => new ConfigItem { NestedKey = { BookKeeping, kept.Name }, ValueJson = kept.Json }));

    /// <summary>Likewise, for a config in the servers' form.</summary>
    public string ConfigBelow(string? config) => Below(Config, ObjectOrNone(config));

    private static IEnumerable<(string Name, string Json)> Values(string config) => JsonText.Members(config)
        .Where(setting => JsonText.IsObject(setting.Json))
        .SelectMany(setting => JsonText.Members(setting.Json).Where(part => part.Name == "value").Select(part => (setting.Name, part.Json)));

    private static string Below(string earlier, string later)
    {
        var tree = new JsonTree();
        foreach (var (name, json) in JsonText.Members(earlier).Concat(JsonText.Members(later)))
            tree.Set([name], json);
        return tree.ToJson();
    }

    private static string ObjectOrNone(string? json) => json is not null && JsonText.IsValue(json) && JsonText.IsObject(json) ? json : "{}";
}
