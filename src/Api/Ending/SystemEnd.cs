using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;

namespace WandbActors.Ending;

/// <summary>Ends the runs in an actor system that its owner, such as a host, shuts down: a task of its coordinated shutdown, within that phase's timeout.</summary>
internal static class SystemEnd
{
    // By then the program's services take no more work, and actors still live that may log what was under way.
    private const string Phase = CoordinatedShutdown.PhaseServiceRequestsDone;

    // Of the phase's time: beyond that, Akka would go on without having seen the end.
    private const double Share = 0.9;

    private static readonly ConditionalWeakTable<ActorSystem, object> Watched = [];

    public static void Watch(ActorSystem system)
    {
        if (Watched.TryAdd(system, Watched))
            CoordinatedShutdown.Get(system).AddTask(Phase, "end-wandb-runs", () => EndAsync(system));
    }

    private static async Task<Done> EndAsync(ActorSystem system)
    {
        var bound = CoordinatedShutdown.Get(system).Timeout(Phase) * Share;
        await Task.WhenAll(LiveRuns.In(system).Select(run => run.EndAsync(run.ExitCodeOfHost?.Invoke() ?? Environment.ExitCode, bound))).ConfigureAwait(false);
        return Done.Instance;
    }
}
