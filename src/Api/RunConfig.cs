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

    /// <summary>
    /// Sets a parameter, or gives back its value; an unknown name gives JSON <c>null</c>. More than 32 numbers are a histogram once they are a
    /// <see cref="MetricValue"/>: <see cref="Update{T}"/> keeps them a list.
    /// </summary>
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
            _session?.NoteFeatures(new Feature { SetConfigItem = true });
            Append(new ConfigRecord { Update = { Keep(names, BoundedValue.Of(value)) } });
        }
    }

    /// <summary>Gives back a parameter's value.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out MetricValue value) => TryGetValue([name], out value);

    /// <summary>Gives back a nested parameter's value.</summary>
    public bool TryGetValue(ReadOnlySpan<string> path, [MaybeNullWhen(false)] out MetricValue value) => _values.TryGet(NamePath.Of(path), out value);

    /// <summary>Sets several parameters at once. Nested ones join those that are there, as in the official client.</summary>
    public void Update(IEnumerable<KeyValuePair<string, object?>> values)
    {
        if (values is null)
            SayNameless("null");
        else
            Update([.. values.Select(value => (value.Key, ObjectConversion.ConvertSetting(value.Value)))]);
    }

    /// <summary>
    /// Sets several parameters at once: the entries of a dictionary, or the public properties of a record or anonymous object. Nested ones
    /// join those that are there. What has no names sets nothing, and that is said.
    /// </summary>
    public void Update<T>(T values) where T : class
    {
        if (ObjectConversion.ConvertSetting(values).Reference is NestedValues nested)
            Update([.. nested.Entries.ToArray().Select(entry => (entry.Key, entry.Value))]);
        else
            SayNameless(values is null ? "null" : $"a {values.GetType().Name}");
    }

    /// <summary>Removes a parameter, or a nested one.</summary>
    public void Remove(params ReadOnlySpan<string> path)
    {
        var names = NamePath.Of(path);
        _values.Remove(names);
        Append(new ConfigRecord { Remove = { ItemOf(names) } });
    }

    internal static ConfigItem ItemOf(string name, MetricValue value) => new() { Key = name, ValueJson = ValueJson.ToJsonText(value) };

    private ConfigItem Keep(string[] path, BoundedValue bounded)
    {
        _values.Merge(path, bounded.Value);
        if (bounded.Marker is { } marker)
            _session?.NoteCut($"Config.{string.Join('.', path)}", marker);
        var item = ItemOf(path);
        item.ValueJson = bounded.Json;
        return item;
    }

    private static ConfigItem ItemOf(string[] path) => path is [var name] ? new ConfigItem { Key = name } : new ConfigItem { NestedKey = { path } };

    private void Update((string Name, MetricValue Value)[] values)
    {
        var (record, bytes) = (new ConfigRecord(), 0L);
        foreach (var (name, value) in values)
        {
            var bounded = BoundedValue.Of(value);
            if ((bytes += bounded.Bytes) > BoundedValue.MaxBytesInAll)
            {
                Append(record);
                (record, bytes) = (new ConfigRecord(), bounded.Bytes);
            }

            record.Update.Add(Keep(NamePath.Of([name]), bounded));
        }

        Append(record);
    }

    private void SayNameless(string what) => _session?.Say($"Config.Update: {what} has no names for its values");

    private void Append(ConfigRecord config) => _session?.Append(new Record { Config = config });
}
