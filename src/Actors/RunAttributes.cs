using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors;

/// <summary>
/// What people see of a run and may change while it runs: name, notes, tags, group, job type. A change is a <c>run</c> record that stands
/// among the rows; the uploader collects changes before it sends them. Any thread.
/// </summary>
/// <param name="append">Hands a record over; waits for room only if it may.</param>
/// <param name="noteCut">Is told which text was too long, and what stands in its place.</param>
internal sealed class RunAttributes(Func<Record, bool, AppendOutcome> append, Action<string, string> noteCut)
{
    private const int MaxEscapedBytes = 6; // of one character in JSON

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

    /// <summary>
    /// Changes what the change names, if the log takes it. A wrong tag is left out; the first time the answer says so, for people.
    /// </summary>
    public string? Change(ChangeRun change, bool mayWait)
    {
        lock (_gate)
        {
            var changed = _run.Clone();
            changed.DisplayName = Bounded(nameof(change.Name), change.Name) ?? changed.DisplayName;
            changed.Notes = Bounded(nameof(change.Notes), change.Notes) ?? changed.Notes;
            changed.RunGroup = Bounded(nameof(change.Group), change.Group) ?? changed.RunGroup;
            changed.JobType = Bounded(nameof(change.JobType), change.JobType) ?? changed.JobType;
            var problem = change.Tags is { } tags ? SetTags(changed, tags) : null;
            if (changed.Equals(_run))
                return problem;

            NoteUse(changed, mayWait);
            if (append(new Record { Run = changed }, mayWait) == AppendOutcome.Accepted)
                _run = changed;
            return problem;
        }
    }

    // Changed itself, so that who reads it sees what the log has.
    private string? Bounded(string name, string? text)
    {
        if (text is null || text.Length <= BoundedValue.MaxBytes / MaxEscapedBytes || BoundedValue.Of(text).Marker is not { } marker)
            return text;

        noteCut(name, marker);
        return marker;
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
