using Akka.Actor;

namespace WandbActors.Actors.Starting;

/// <summary>A run of the supervisor's.</summary>
/// <param name="Description">What is told of it; its page may be known later than that.</param>
/// <param name="Session">What it consists of; <c>null</c> for one that keeps nothing.</param>
/// <param name="Prepared">What was started by a message; <c>null</c> for a run that the program holds.</param>
internal sealed record LiveRun(RunStarted Description, RunSession? Session, IPreparedRun? Prepared)
{
    public static LiveRun Of(RunSession session, IActorRef actor, IPreparedRun? prepared) =>
        new(new RunStarted(session.Id.Value, actor, session.Project, session.Directory.Path, Url: null), session, prepared);

    public static LiveRun Disabled(IPreparedRun prepared, IActorRef actor) =>
        new(new RunStarted(prepared.RunId, actor, prepared.Project, Directory: "", Url: null), null, prepared);

    /// <summary>Whether it has ended, though its actor may not have been seen to go.</summary>
    public bool HasEnded => Session?.Ended.IsCompleted == true;

    public RunStarted Describe() => Description with { Url = Session?.Url };
}
