using Google.Protobuf;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// Where and how the run runs: all environment records merged. A later record adds to the earlier ones; its lists replace theirs.
/// </summary>
internal sealed class EnvironmentState
{
    private static readonly JsonFormatter Compact = JsonFormatter.Default;
    private static readonly JsonFormatter Indented = new(JsonFormatter.Settings.Default.WithIndentation("  "));

    private readonly EnvironmentRecord _merged = new();

    /// <summary>Whether there was any record: without one there is no <c>wandb-metadata.json</c>.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Who wrote the records; the key under which the config keeps them. May be empty.</summary>
    public string WriterId => _merged.WriterId;

    public void Apply(EnvironmentRecord record)
    {
        IsKnown = true;
        if (record.Args.Count > 0)
            _merged.Args.Clear();
        if (record.GpuNvidia.Count > 0)
            _merged.GpuNvidia.Clear();
        _merged.MergeFrom(record);

        // The formatter throws at a time outside the calendar.
        if (Moment.Of(_merged.StartedAt) is null)
            _merged.StartedAt = null;
    }

    /// <summary>The value of <c>_wandb.e</c> for this writer.</summary>
    public string ToJson() => Compact.Format(_merged);

    /// <summary>The content of <c>wandb-metadata.json</c>.</summary>
    public string ToMetadata() => Indented.Format(_merged);
}
