using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>Definitions of metrics as the log keeps them.</summary>
internal static class MetricRecords
{
    public static MetricRecord Of(string name, string? step, Summary summary, Goal goal, bool isHidden, bool isSynced, bool isOverwritten)
    {
        var record = new MetricRecord
        {
            StepMetric = step ?? "",
            Options = new MetricOptions { StepSync = isSynced, Hidden = isHidden, Defined = true },
            Summary = summary == default ? null : Of(summary),
            Goal = (MetricRecord.Types.MetricGoal)goal,
            Control = isOverwritten ? new MetricControl { Overwrite = true } : null,
        };
        if (name.EndsWith('*'))
            record.GlobName = name;
        else
            record.Name = name;
        return record;
    }

    private static MetricSummary Of(Summary summary) => new()
    {
        Min = summary.HasFlag(Summary.Min),
        Max = summary.HasFlag(Summary.Max),
        Mean = summary.HasFlag(Summary.Mean),
        Best = summary.HasFlag(Summary.Best),
        Last = summary.HasFlag(Summary.Last),
        None = summary.HasFlag(Summary.None),
        Copy = summary.HasFlag(Summary.Copy),
        First = summary.HasFlag(Summary.First),
    };
}
