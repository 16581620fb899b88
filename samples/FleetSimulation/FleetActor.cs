using Akka.Actor;
using WandbActors;

namespace FleetSimulation;

/// <summary>
/// The orchestrator: starts a run and a trainer for each plan, ends the run when the trainer is done, and says when all have ended. A trainer that fails is
/// restarted; the run does not notice.
/// </summary>
public sealed class FleetActor : ReceiveActor
{
    private readonly Dictionary<string, TrainerPlan> _waiting;
    private int _left;
    private IActorRef _asker = ActorRefs.Nobody;

    public FleetActor(IReadOnlyList<TrainerPlan> plans)
    {
        _waiting = plans.ToDictionary(plan => plan.RunId);
        _left = plans.Count;

        Receive<RunStarted>(Handle);
        Receive<TrainerActor.Trained>(trained => trained.Run.Tell(new FinishRun()));
        Receive<RunFinished>(_ => SayIfDone(--_left));
        Receive<AwaitEnd>(_ => _asker = Sender);
    }

    protected override void PreStart()
    {
        var runs = WandbExtension.For(Context.System).Runs;
        foreach (var plan in _waiting.Values)
        {
            // A fleet that waits for its server does not give up after half a minute.
            runs.Tell(new StartRun(new RunOptions { Project = "fleet", RunId = plan.RunId, Directory = plan.RunId, FinishTimeout = Timeout.InfiniteTimeSpan }));
        }
    }

    private void Handle(RunStarted started)
    {
        _waiting.Remove(started.RunId, out var plan);
        Context.ActorOf(Props.Create(() => new TrainerActor(plan!, started.Actor)), started.RunId);
    }

    private void SayIfDone(int left)
    {
        if (left == 0)
            _asker.Tell(new FleetEnded());
    }

    /// <summary>Asks for a <see cref="FleetEnded"/>.</summary>
    public sealed record AwaitEnd;

    /// <summary>All runs have ended.</summary>
    public sealed record FleetEnded;
}
