using Akka.Actor;
using WandbActors.Actors.Staging;
using WandbActors.Actors.Uploading;
using static WandbActors.Actors.SupervisorProtocol;

namespace WandbActors.Actors;

/// <summary>
/// The parent of all runs of one actor system. A run's actor that fails is restarted: what it needs is in its ring and its log, not in
/// it.
/// </summary>
internal sealed class RunSupervisorActor : HandlerActor
{
    public RunSupervisorActor()
    {
        Receive<StartRunActor>(Handle);
        Receive<StartSync>(Handle);
    }

    public static Props PropsFor() => Props.Of(() => new RunSupervisorActor());

    private void Handle(StartRunActor start)
    {
        var name = NameOf(start.Session.Id.Value, start.Session.LogGuid);
        var run = Context.ActorOf(RunActor.PropsFor(start.Session), name);
        // Beside the run's actor and not below it, so that what waits to be copied outlives that actor's restart.
        var staging = Context.ActorOf(StagingActor.PropsFor(start.Session, run), $"{name}-staging");
        Sender.Tell(new RunActorStarted(run, staging));
    }

    private void Handle(StartSync start) =>
        Context.ActorOf(SyncActor.PropsFor(start.Job, Sender));

    // Run ids may hold characters that actor paths do not allow; the guid keeps two attempts at one run apart.
    private static string NameOf(string runId, Guid log) => $"run-{Uri.EscapeDataString(runId)}-{log:N}";
}
