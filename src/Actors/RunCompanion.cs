using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>
/// Something that goes on beside a run's log, such as its machine's sampling: a child of the run's actor, told of nothing, that hands
/// records over by the session and is stopped at the run's end. It may tell its parent a <see cref="Remark"/>.
/// </summary>
/// <param name="Name">The child's name.</param>
/// <param name="PropsFor">How it is made, and made again when the run's actor starts anew.</param>
internal sealed record RunCompanion(string Name, Func<RunSession, Props> PropsFor)
{
    /// <summary>Starts all that the session names.</summary>
    public static void Start(RunSession session, IActorRefFactory children)
    {
        foreach (var companion in session.Companions)
            children.ActorOf(companion.PropsFor(session), companion.Name);
    }
}
