using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The metric definitions of a run so far, by name and by glob. A definition's name has dots between the names of nested values; one that
/// belongs to a name is written <c>\.</c>, and need not be when nothing nested is meant. Owned by the assembler.
/// </summary>
internal sealed class MetricDefinitions
{
    private readonly Dictionary<string, MetricDefinition> _named = [];
    private readonly OrderedDictionary<string, MetricDefinition> _globs = [];

    /// <summary>How many definitions were made and changed; 0: there are none.</summary>
    public int Version { get; private set; }

    public void Apply(MetricRecord record)
    {
        Version++;
        if (record.Name.Length > 0)
            _named[record.Name] = Combine(_named.GetValueOrDefault(record.Name), record);
        else if (record.GlobName.Length > 0)
            _globs[record.GlobName] = Combine(_globs.GetValueOrDefault(record.GlobName), record);
    }

    /// <summary>The definition of a metric by its name.</summary>
    public MetricDefinition? Find(MetricPath path) =>
        _named.GetValueOrDefault(path.ToString())
        ?? (path.HasDotInSegment ? _named.GetValueOrDefault(path.ToEscapedString()) : null);

    /// <summary>The definition that the first glob makes of a metric that has none; W&amp;B's own names have no part in it.</summary>
    public MetricRecord? Expand(MetricPath path)
    {
        var name = path.ToString();
        if (name.StartsWith('_'))
            return null;

        foreach (var (glob, definition) in _globs)
        {
            if (name.AsSpan().StartsWith(glob.AsSpan().TrimEnd('*')))
                return definition.ExpandTo(name);
        }

        return null;
    }

    private MetricDefinition Combine(MetricDefinition? earlier, MetricRecord record) =>
        new(MetricRules.Combine(earlier?.Record, record), Version);
}
