using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WandbActors.Actors;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>A run's parameters: those from its options, and what the program sets later. Any thread may use it.</summary>
public sealed class RunConfig
{
    private readonly RunSession? _session;
    private readonly ConcurrentDictionary<string, MetricValue> _values;

    internal RunConfig(RunSession? session, IEnumerable<KeyValuePair<string, MetricValue>> initial)
    {
        _session = session;
        _values = new ConcurrentDictionary<string, MetricValue>(initial);
    }

    /// <summary>The names that have a value.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Sets a parameter, or gives back its value; an unknown name gives JSON <c>null</c>.</summary>
    public MetricValue this[string name]
    {
        get => TryGetValue(name, out var value) ? value : default;
        set
        {
            name ??= ""; // a training program is not thrown at
            _values[name] = value;
            Append(new ConfigRecord { Update = { ItemOf(name, value) } });
        }
    }

    /// <summary>Gives back a parameter's value.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out MetricValue value) => _values.TryGetValue(name ?? "", out value);

    /// <summary>Sets several parameters at once.</summary>
    public void Update(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var record = new ConfigRecord();
        foreach (var (name, value) in values)
        {
            var converted = ObjectConversion.ConvertSetting(value);
            _values[name] = converted;
            record.Update.Add(ItemOf(name, converted));
        }

        Append(record);
    }

    /// <summary>Removes a parameter.</summary>
    public void Remove(string name)
    {
        name ??= "";
        _values.TryRemove(name, out _);
        Append(new ConfigRecord { Remove = { new ConfigItem { Key = name } } });
    }

    internal static ConfigItem ItemOf(string name, MetricValue value) => new() { Key = name, ValueJson = ValueJson.ToJsonText(value) };

    private void Append(ConfigRecord config) => _session?.Append(new Record { Config = config });
}
