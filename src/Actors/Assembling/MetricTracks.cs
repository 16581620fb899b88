using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The definitions of a run and what they make of each of its metrics, with the numbers that they need. Nothing is allocated for a metric
/// that is known, unless a definition is new. Owned by the assembler.
/// </summary>
internal sealed class MetricTracks(KeyBook keys)
{
    private readonly MetricDefinitions _definitions = new();
    private readonly HashSet<MetricPath> _set = []; // what the program has set in the summary
    private readonly HashSet<MetricPath> _removed = []; // and taken out of it
    private MetricTrack[] _tracks = [];

    public StepMetrics Steps { get; } = new(keys);

    /// <summary>Whether anything was ever defined.</summary>
    public bool HasDefinitions => Version > 0;

    /// <summary>How many definitions were made and changed.</summary>
    public int Version => _definitions.Version;

    /// <summary>What is known of a metric.</summary>
    public ref MetricTrack this[int key]
    {
        get
        {
            if (key >= _tracks.Length)
                Grow(key);
            return ref _tracks[key];
        }
    }

    /// <summary>Takes a definition; it holds for a metric from its next row on.</summary>
    public void Define(MetricRecord record)
    {
        _definitions.Apply(record);
        if (record.StepMetric.Length > 0)
            Steps.Add(MetricDefinition.StepPathOf(record), this);
    }

    /// <summary>
    /// Tries the globs that are new to a metric. What the first one says of it that matches is returned, and must be written in front of
    /// its row.
    /// </summary>
    public MetricRecord? Expand(int key)
    {
        if (this[key].GlobsTried == _definitions.Version)
            return null;

        var path = keys[key].Encoded.Path;
        var expanded = _definitions.Find(path) is null ? _definitions.Expand(path) : null;
        if (expanded is not null)
            Define(expanded);
        this[key].GlobsTried = _definitions.Version;
        return expanded;
    }

    /// <summary>Looks up what is defined for a metric, since it stands in a row.</summary>
    public void LookUp(int key)
    {
        if (this[key].LookedUp == _definitions.Version)
            return;

        this[key].LookedUp = _definitions.Version;
        if (_definitions.Find(keys[key].Encoded.Path) is not { } definition)
            return;

        var step = definition.SyncedStep is { } path ? Steps.PlaceOf(path) : -1;
        ref var track = ref this[key];
        track.Kinds = definition.Version > track.SetAt ? definition.Kinds : definition.Kinds & Summary.None;
        track.Goal = definition.Goal;
        track.Step = step;
    }

    /// <summary>Notes a value; returns what is known of its metric.</summary>
    public ref MetricTrack Note(int key, MetricValueKind kind, long bits)
    {
        ref var track = ref this[key];
        if (JsonNumber.TryRead(kind, bits, out var number))
            NoteNumber(ref track, number);
        track.IsNoted = true;
        if (!track.HasFirst)
            (track.HasFirst, track.First) = (true, new HeldValue(key, kind, bits, null));
        return ref track;
    }

    /// <summary>Likewise, by its JSON.</summary>
    public ref MetricTrack Note(int key, ReadOnlySpan<byte> json)
    {
        ref var track = ref this[key];
        if (JsonNumber.TryParse(json, out var number))
            NoteNumber(ref track, number);
        track.IsNoted = true;
        if (!track.HasFirst)
            (track.HasFirst, track.First) = (true, new HeldValue(key, MetricValueKind.Json, 0, json.ToArray()));
        return ref track;
    }

    /// <summary>
    /// The program has set this in the summary: what is there, what it lies in and what lies in it begin anew, with their last values. What
    /// it has removed is only without a first value: its definition and its numbers stay.
    /// </summary>
    public void Set(SummaryRecord summary)
    {
        foreach (var item in summary.Update)
            Set(new MetricPath(ItemPath.Of(item.Key, item.NestedKey)));
        foreach (var item in summary.Remove)
            Remove(new MetricPath(ItemPath.Of(item.Key, item.NestedKey)));
    }

    /// <summary>Likewise, one that it has set.</summary>
    public void Set(MetricPath path)
    {
        _set.Add(path);
        this[keys.NumberOf(path)].IsNoted = true;
        for (var key = 0; key < keys.Count; key++)
        {
            if (this[key].IsNoted && path.IsRelatedTo(keys[key].Encoded.Path))
                this[key].BeginAnew(_definitions.Version);
        }
    }

    /// <summary>Begins anew; returns what was known, for <see cref="Append"/>. Not when something is defined.</summary>
    public (MetricTrack[] Tracks, MetricPath[] Set, MetricPath[] Removed) SetAside()
    {
        var aside = (_tracks, _set.ToArray(), _removed.ToArray());
        _tracks = [];
        _set.Clear();
        _removed.Clear();
        return aside;
    }

    /// <summary>Adds what a later part of the run came to, in which nothing was defined.</summary>
    public void Append(MetricTrack[] later, MetricPath[] set, MetricPath[] removed)
    {
        // Metrics too that only the part before this one has.
        foreach (var path in set)
            Set(path);
        foreach (var path in removed)
            Remove(path);
        for (var key = 0; key < later.Length && key < keys.Count; key++)
        {
            ref var track = ref this[key];
            track.IsNoted |= later[key].IsNoted;
            track.Statistics.Add(later[key].Statistics);
            if (!track.HasFirst)
                (track.HasFirst, track.First) = (later[key].HasFirst, later[key].First);
        }
    }

    private void Remove(MetricPath path)
    {
        _removed.Add(path);
        for (var key = 0; key < keys.Count; key++)
        {
            if (this[key].IsNoted && path.LeadsTo(keys[key].Encoded.Path))
                this[key].HasFirst = false;
        }
    }

    private void NoteNumber(ref MetricTrack track, double number)
    {
        track.Statistics.Add(number);
        Steps.NoteNumber(track, number);
    }

    private void Grow(int key)
    {
        var known = _tracks.Length;
        Array.Resize(ref _tracks, Math.Max(64, Math.Max(key + 1, known * 2)));
        _tracks.AsSpan(known).Fill(new MetricTrack { Step = -1, AsStep = -1 });
    }
}
