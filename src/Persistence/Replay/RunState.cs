using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What a server must be told to know the run: the fields of its newest run record, and what of them has changed since that was last
/// taken. Config and metrics count as one part, which is always sent whole.
/// </summary>
internal sealed class RunState
{
    private UpsertParts _changes;

    /// <summary>The run's fields; null before the first run record. Its config, summary, telemetry and settings are left out.</summary>
    public RunRecord? Fields { get; private set; }

    /// <summary>
    /// What people see of the run, as far as it has held anything so far: where that is nothing now, the server is told so; where it never
    /// was anything, the server's own stays.
    /// </summary>
    public RunRecord Held { get; } = new();

    /// <summary>What an UpsertBucket has to carry now.</summary>
    public UpsertParts Changes => Fields is null ? UpsertParts.None : _changes;

    /// <summary>A later record replaces the earlier one, but never makes the run another one.</summary>
    public void Apply(RunRecord record)
    {
        var fields = record.Clone();
        fields.Config = null;
        fields.Summary = null;
        fields.Telemetry = null;
        fields.Settings = null;
        if (Fields is { } earlier)
        {
            fields.RunId = earlier.RunId;
            fields.Entity = earlier.Entity;
            fields.Project = earlier.Project;
            fields.StartTime = earlier.StartTime;
            fields.Runtime = earlier.Runtime;
            fields.Git ??= earlier.Git;
        }

        if (!fields.Equals(Fields))
            _changes |= UpsertParts.Run;
        Fields = fields;
        Hold(fields);
    }

    private void Hold(RunRecord fields)
    {
        Held.MergeFrom(new RunRecord { Notes = fields.Notes, RunGroup = fields.RunGroup, JobType = fields.JobType });
        if (Held.Tags.Count == 0)
            Held.Tags.Add(fields.Tags);
    }

    /// <summary>Notes that config, metrics, telemetry or environment are not what they were.</summary>
    public void NoteConfigChange() => _changes |= UpsertParts.Config;

    /// <summary>The changes so far, counted as sent.</summary>
    public UpsertParts TakeChanges()
    {
        var changes = Changes;
        _changes &= ~changes;
        return changes;
    }
}
