using System.Diagnostics.CodeAnalysis;
using WandbActors.Actors;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// A run's parameters: those from its options, and what the program sets later. Several names lead into nested values:
/// <c>run.Config["optimizer", "rate"] = 0.1</c>. Any thread may use it.
/// </summary>
public sealed class RunConfig
{
    private readonly RunSession? _session;
    private readonly SetValues _values = new();

    internal RunConfig(RunSession? session, IEnumerable<KeyValuePair<string, MetricValue>> initial)
    {
        _session = session;
        foreach (var (name, value) in initial)
            _values.Set([name], value);
    }

    /// <summary>The names that have a value.</summary>
    public IEnumerable<string> Names => _values.Top.Select(value => value.Key);

    /// <summary>Sets a parameter, or gives back its value; an unknown name gives JSON <c>null</c>.</summary>
    public MetricValue this[string name]
    {
        get => this[[name]];
        set => this[[name]] = value;
    }

    /// <summary>Sets a nested parameter, or gives back its value; an unknown path gives JSON <c>null</c>.</summary>
    public MetricValue this[params ReadOnlySpan<string> path]
    {
        get => TryGetValue(path, out var value) ? value : default;
        set
        {
            var names = NamePath.Of(path);
            _values.Merge(names, value);
            _session?.NoteFeatures(new Feature { SetConfigItem = true });
            Append(new ConfigRecord { Update = { ItemOf(names, value) } });
        }
    }

    /// <summary>Gives back a parameter's value.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out MetricValue value) => TryGetValue([name], out value);

    /// <summary>Gives back a nested parameter's value.</summary>
    public bool TryGetValue(ReadOnlySpan<string> path, [MaybeNullWhen(false)] out MetricValue value) => _values.TryGet(NamePath.Of(path), out value);

    /// <summary>Sets several parameters at once. Nested ones join those that are there, as in the official client.</summary>
    public void Update(IEnumerable<KeyValuePair<string, object?>> values) =>
        Update([.. values.Select(value => (value.Key, ObjectConversion.ConvertSetting(value.Value)))]);

    /// <summary>
    /// Sets several parameters at once: the entries of a dictionary, or the public properties of a record or anonymous object. Nested ones
    /// join those that are there. What has no names sets nothing, and that is said.
    /// </summary>
    public void Update<T>(T values) where T : class
    {
        if (ObjectConversion.ConvertSetting(values).Reference is NestedValues nested)
            Update([.. nested.Entries.ToArray().Select(entry => (entry.Key, entry.Value))]);
        else
            _session?.Say($"Config.Update: a {values?.GetType().Name ?? "null"} has no names for its values");
    }

    /// <summary>Removes a parameter, or a nested one.</summary>
    public void Remove(params ReadOnlySpan<string> path)
    {
        var names = NamePath.Of(path);
        _values.Remove(names);
        Append(new ConfigRecord { Remove = { ItemOf(names) } });
    }

    internal static ConfigItem ItemOf(string name, MetricValue value) => ItemOf([name], value);

    private static ConfigItem ItemOf(string[] path, MetricValue value)
    {
        var item = ItemOf(path);
        item.ValueJson = ValueJson.ToJsonText(value);
        return item;
    }

    private static ConfigItem ItemOf(string[] path) => path is [var name] ? new ConfigItem { Key = name } : new ConfigItem { NestedKey = { path } };

    private void Update((string Name, MetricValue Value)[] values)
    {
        var record = new ConfigRecord();
        foreach (var (name, value) in values)
        {
            var path = NamePath.Of([name]);
            _values.Merge(path, value);
            record.Update.Add(ItemOf(path, value));
        }

        Append(record);
    }

    private void Append(ConfigRecord config) => _session?.Append(new Record { Config = config });
}
