using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WandbActors.Actors;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// What a run ends with. By default that is the last value of each metric; what is set here holds against it, until the metric is
/// logged again. Any thread may use it.
/// </summary>
public sealed class RunSummary
{
    private readonly RunSession? _session;
    private readonly ConcurrentDictionary<string, MetricValue> _values = new();

    internal RunSummary(RunSession? session) => _session = session;

    internal IEnumerable<KeyValuePair<string, MetricValue>> Values => _values;

    /// <summary>Sets a value, or gives back the one that was set here; an unknown name gives JSON <c>null</c>.</summary>
    public MetricValue this[string name]
    {
        get => TryGetValue(name, out var value) ? value : default;
        set
        {
            name ??= ""; // a training program is not thrown at
            _values[name] = value;
            if (ValueList.Holds(value, MetricValueKind.Object))
                _session?.Buffer.AppendSummary([(name, value)]);
            else
                Append(new SummaryRecord { Update = { new SummaryItem { Key = name, ValueJson = ValueJson.ToJsonText(value) } } });
        }
    }

    /// <summary>Gives back the value that was set here.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out MetricValue value) => _values.TryGetValue(name ?? "", out value);

    /// <summary>Removes a name from the summary.</summary>
    public void Remove(string name)
    {
        name ??= "";
        _values.TryRemove(name, out _);
        Append(new SummaryRecord { Remove = { new SummaryItem { Key = name } } });
    }

    private void Append(SummaryRecord summary) => _session?.Append(new Record { Summary = summary });
}
