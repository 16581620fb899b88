using WandbActors.Persistence.Records;

namespace WandbActors.Actors;

/// <summary>
/// What people see of a run and may change while it runs: name, notes, tags, group, job type. A change is a <c>run</c> record that stands
/// among the rows; the uploader collects changes before it sends them. Any thread.
/// </summary>
/// <param name="append">Hands a record over; waits for room only if it may.</param>
internal sealed class RunAttributes(Action<Record, bool> append)
{
    private readonly Lock _gate = new();
    private readonly Feature _used = new();
    private RunRecord _run = new();
    private bool _hasSaidTag;

    public string Name => Read(run => run.DisplayName);

    public string Notes => Read(run => run.Notes);

    public string Group => Read(run => run.RunGroup);

    public string JobType => Read(run => run.JobType);

    public IReadOnlyList<string> Tags => Read(run => run.Tags.ToArray());

    /// <summary>The run as its log begins: what later changes start from.</summary>
    public void Open(RunRecord opening)
    {
        lock (_gate)
        {
            _run = opening.Clone();
            _run.Config = new ConfigRecord(); // its changes have records of their own
            _run.Summary = null;
            _run.Telemetry = null;
        }
    }

    /// <summary>Changes what the change names. A wrong tag is left out; the first time the answer says so, for people.</summary>
    public string? Change(ChangeRun change, bool mayWait)
    {
        lock (_gate)
        {
            var changed = _run.Clone();
            changed.DisplayName = change.Name ?? changed.DisplayName;
            changed.Notes = change.Notes ?? changed.Notes;
            changed.RunGroup = change.Group ?? changed.RunGroup;
            changed.JobType = change.JobType ?? changed.JobType;
            var problem = change.Tags is { } tags ? SetTags(changed, tags) : null;
            if (changed.Equals(_run))
                return problem;

            NoteUse(changed, mayWait);
            _run = changed;
            append(new Record { Run = changed }, mayWait);
            return problem;
        }
    }

    private string? SetTags(RunRecord run, IReadOnlyList<string> tags)
    {
        run.Tags.Clear();
        string? first = null;
        foreach (var tag in tags.Select(tag => tag ?? "").Distinct())
        {
            if (TagRule.FindProblem(tag) is { } problem)
                first ??= $"The tag \"{tag[..Math.Min(tag.Length, 20)]}\" is left out: {problem}.";
            else
                run.Tags.Add(tag);
        }

        if (first is null || _hasSaidTag)
            return null;

        _hasSaidTag = true;
        return first;
    }

    // Each once: W&B counts who uses what.
    private void NoteUse(RunRecord changed, bool mayWait)
    {
        var use = new Feature
        {
            SetRunName = !_used.SetRunName && changed.DisplayName != _run.DisplayName,
            SetRunTags = !_used.SetRunTags && !changed.Tags.Equals(_run.Tags),
        };
        if (use.CalculateSize() == 0)
            return;

        _used.MergeFrom(use);
        append(new Record { Telemetry = new TelemetryRecord { Feature = use } }, mayWait);
    }

    private T Read<T>(Func<RunRecord, T> read)
    {
        lock (_gate)
            return read(_run);
    }
}
