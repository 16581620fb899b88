using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Persistence.Records;

namespace WandbActors;

public sealed partial class Run
{
    /// <summary>
    /// The run's name for people: the one set here or in <see cref="RunOptions.Name"/>, else the server's, once it has chosen one; empty
    /// before that. Setting it, as the other attributes, tells the server within some seconds, several changes as one; offline it is in
    /// the log. Never throws.
    /// </summary>
    public string Name
    {
        get => _attributes.Name is { Length: > 0 } name ? name : _session?.Registered?.DisplayName ?? Identity.EarlierName;
        set => Change(new ChangeRun { Name = value ?? "" });
    }

    /// <summary>A longer description of the run, in Markdown. Empty by default.</summary>
    public string Notes
    {
        get => _attributes.Notes;
        set => Change(new ChangeRun { Notes = value ?? "" });
    }

    /// <summary>
    /// The tags to find the run by, a copy: <c>run.Tags = [.. run.Tags, "late"]</c>. Setting them replaces all. One that is empty or has more
    /// than 64 characters is left out, which is said once.
    /// </summary>
    public IReadOnlyList<string> Tags
    {
        get => _attributes.Tags;
        set => Change(new ChangeRun { Tags = value ?? [] });
    }

    /// <summary>The experiment that this run is one part of. Empty by default.</summary>
    public string Group
    {
        get => _attributes.Group;
        set => Change(new ChangeRun { Group = value ?? "" });
    }

    /// <summary>What the run does in its group. Empty by default.</summary>
    public string JobType
    {
        get => _attributes.JobType;
        set => Change(new ChangeRun { JobType = value ?? "" });
    }

    /// <summary>
    /// Sends a message to whom the project's settings name, by mail or Slack, with the run's next request (within 15 s); offline, when the run
    /// is sent. At least once: after a lost answer it may come twice. Never throws.
    /// </summary>
    /// <param name="title">What it is about; at most 63 characters of it are kept.</param>
    /// <param name="text">What there is to say; at most 16,384 characters of it are kept.</param>
    /// <param name="level">How grave it is.</param>
    /// <param name="waitDuration">How long the server passes no second alert of this title on. The default is 1 minute.</param>
    public void Alert(string title, string text, AlertLevel level = AlertLevel.Info, TimeSpan? waitDuration = null) =>
        _session?.Append(RunAlerts.ToRecord(new RaiseAlert(title, text, level, waitDuration)));

    /// <summary>
    /// Says that the machine is about to be taken away: the server is told at once, and shows the run as preempted, not as crashed, when
    /// nothing more comes. A sweep gives its work to another run then. Never throws.
    /// </summary>
    public void MarkPreempting()
    {
        if (_session is not { } session)
            return;

        session.Append(new Record { Preempting = new RunPreemptingRecord() });
        Actor.Tell(HurryRun.Instance, ActorRefs.NoSender);
    }

    private void Change(ChangeRun change)
    {
        if (_attributes.Change(change, mayWait: true) is { } problem)
            Actor.Tell(new Remark(problem), ActorRefs.NoSender);
    }
}
