using System.Collections.Concurrent;
using Akka.Actor;

namespace WandbActors.Ending;

/// <summary>The runs of this process that have not ended, with the actor system that each lives in. Any thread.</summary>
internal static class LiveRuns
{
    private static readonly ConcurrentDictionary<Run, ActorSystem> Systems = new();

    public static ICollection<Run> All => Systems.Keys;

    /// <summary>Keeps the run in mind until it has ended: for the end of its process and of its system, and for the meter.</summary>
    public static void Add(Run run, ActorSystem system)
    {
        Systems[run] = system;
        run.Session!.Ended.ContinueWith(_ => Systems.TryRemove(run, out var _), TaskScheduler.Default);
        ProcessEnd.Watch();
        SystemEnd.Watch(system);
        RunMeter.Watch();
    }

    public static ICollection<Run> In(ActorSystem system) => [.. Systems.Where(live => live.Value == system).Select(live => live.Key)];

    /// <summary>Those in the process's own system.</summary>
    public static ICollection<Run> InProcessSystem => [.. Systems.Where(live => ProcessSystem.Is(live.Value)).Select(live => live.Key)];
}
