using System.Diagnostics.CodeAnalysis;
using WandbActors.Actors;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// What a run ends with. By default that is the last value of each metric, or what <see cref="Run.DefineMetric"/> asks for; what is set here
/// holds against it, until the metric is logged again. Several names lead into nested values: <c>run.Summary["nested", "x"] = 100</c>. Any
/// thread may use it.
/// </summary>
public sealed class RunSummary
{
    private readonly RunSession? _session;
    private readonly SetValues _values = new();

    internal RunSummary(RunSession? session) => _session = session;

    /// <summary>Sets a value, or gives back the one that was set here; an unknown name gives JSON <c>null</c>.</summary>
    public MetricValue this[string name]
    {
        get => this[[name]];
        set => this[[name]] = value;
    }

    /// <summary>Sets a nested value, or gives back the one that was set here; an unknown path gives JSON <c>null</c>.</summary>
    public MetricValue this[params ReadOnlySpan<string> path]
    {
        get => TryGetValue(path, out var value) ? value : default;
        set
        {
            var names = NamePath.Of(path);
            if (IsMadeLater(value))
                AppendLater(names, value);
            else
                Append(names, BoundedValue.Of(value));
        }
    }

    /// <summary>Gives back the value that was set here.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out MetricValue value) => TryGetValue([name], out value);

    /// <summary>Gives back the nested value that was set here.</summary>
    public bool TryGetValue(ReadOnlySpan<string> path, [MaybeNullWhen(false)] out MetricValue value) => _values.TryGet(NamePath.Of(path), out value);

    /// <summary>
    /// Sets several values at once: the entries of a dictionary, or the public properties of a record or anonymous object. What has no names
    /// sets nothing, and that is said.
    /// </summary>
    public void Update<T>(T values) where T : class
    {
        if (!RowConversion.TryRead(values, out var entries, out var problem))
        {
            _session?.Say($"Summary.Update: {problem}");
            return;
        }

        foreach (var (name, value) in entries)
            this[name] = value;
    }

    /// <summary>Removes a name from the summary, or a nested one; the metric's next row brings it back.</summary>
    public void Remove(params ReadOnlySpan<string> path)
    {
        var names = NamePath.Of(path);
        _values.Remove(names);
        Append(new SummaryRecord { Remove = { ItemOf(names) } });
    }

    private void Append(string[] path, BoundedValue bounded)
    {
        _values.Set(path, bounded.Value);
        if (bounded.Marker is { } marker)
            _session?.NoteCut($"Summary.{string.Join('.', path)}", marker);
        var item = ItemOf(path);
        item.ValueJson = bounded.Json;
        Append(new SummaryRecord { Update = { item } });
    }

    private void AppendLater(string[] path, MetricValue value)
    {
        _values.Set(path, value);
        for (var place = path.Length - 1; place > 0; place--)
            value = new MetricValue(new NestedValues([new(path[place], value)]));
        _session?.NoteFeatures(new Feature { SetSummary = true });
        _session?.AppendSummary(path[0], value);
    }

    // What has files, and what has not arrived from its device, becomes JSON where it stands in the ring.
    private static bool IsMadeLater(MetricValue value) =>
        ValueList.Holds(value, MetricValueKind.Object) || ValueList.Holds(value, MetricValueKind.Deferred);

    private static SummaryItem ItemOf(string[] path) => path is [var name] ? new SummaryItem { Key = name } : new SummaryItem { NestedKey = { path } };

    private void Append(SummaryRecord summary)
    {
        _session?.NoteFeatures(new Feature { SetSummary = true });
        _session?.Append(new Record { Summary = summary, Info = new RecordInfo { StreamId = _session.Id.Value } });
    }
}
