using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>One definition as it holds now: of a metric, or of all whose names begin as a glob says.</summary>
internal sealed class MetricDefinition
{
    public MetricDefinition(MetricRecord record, int version)
    {
        Record = record;
        Version = version;
        var kinds = record.Summary is { } summary ? KindsOf(summary) : Summary.Default;
        Kinds = record.Goal == MetricRecord.Types.MetricGoal.GoalUnset ? kinds & ~Summary.Best : kinds;
    }

    public MetricRecord Record { get; }

    /// <summary>When it was made or changed: later ones are higher.</summary>
    public int Version { get; }

    /// <summary>What the summary says; <see cref="Summary.Default"/> for the last value.</summary>
    public Summary Kinds { get; }

    public Goal Goal => (Goal)Record.Goal;

    /// <summary>The metric that must stand in each row with this one, if any: its name is split at every dot.</summary>
    public MetricPath? SyncedStep =>
        Record.Options?.StepSync == true && Record.StepMetric.Length > 0 ? StepPathOf(Record) : null;

    public static MetricPath StepPathOf(MetricRecord record) => new(record.StepMetric.Split('.'));

    /// <summary>What a glob says of a metric that it has matched for the first time.</summary>
    public MetricRecord ExpandTo(string name)
    {
        var record = Record.Clone();
        record.GlobName = "";
        record.Name = name;
        record.ExpandedFromGlob = true;
        record.Control = new MetricControl { Overwrite = true };
        record.Summary ??= new MetricSummary();
        record.Options ??= new MetricOptions();
        record.Options.Defined = false;
        return record;
    }

    private static Summary KindsOf(MetricSummary summary) =>
        (summary.Min ? Summary.Min : 0) | (summary.Max ? Summary.Max : 0) | (summary.Mean ? Summary.Mean : 0) | (summary.Best ? Summary.Best : 0)
        | (summary.Last ? Summary.Last : 0) | (summary.First ? Summary.First : 0) | (summary.None ? Summary.None : 0);
}
