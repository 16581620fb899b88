using Akka.Actor;
using Akka.Configuration;

namespace WandbActors.Harness.Children;

/// <summary>A training program of eight threads that log as fast as they can until somebody kills it, or nobody has for a while.</summary>
internal static class Trainer
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(TrainerPlan plan, Acknowledgements acknowledged)
    {
        using var system = ActorSystem.Create("trainer", ConfigurationFactory.ParseString(ShortWaits.With(plan.SharedMemory, "256 KiB")));
        var wandb = WandbExtension.For(system);
        acknowledged.Phase = ChildPhase.Begun;
        var run = await wandb.InitAsync(plan.Options());
        var steps = new SharedSteps(run.StartingStep);
        var threads = Enumerable.Range(0, Acknowledgements.Threads)
            .Select(index => new TrainerThread(run, index, plan.Seed, steps, acknowledged))
            .Select(thread => new Thread(() => thread.Log(long.MaxValue)) { IsBackground = true })
            .ToList();
        acknowledged.Phase = ChildPhase.Logging;
        threads.ForEach(thread => thread.Start());
        await Task.Delay(Forgotten, TimeProvider.System);
        return 1;
    }
}
