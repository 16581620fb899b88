using Akka.Actor;
using Akka.Configuration;

namespace WandbActors.Harness.Children;

/// <summary>A training program of eight threads that log as fast as they can until somebody kills it, or nobody has for a while.</summary>
internal static class Trainer
{
    public const string Project = "kills";

    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(TrainerPlan plan, Acknowledgements acknowledged)
    {
        using var system = ActorSystem.Create("trainer", ConfigurationFactory.ParseString(ShortWaits.With(plan.SharedMemory)));
        var wandb = WandbExtension.For(system);
        acknowledged.Phase = ChildPhase.Begun;
        var run = await wandb.InitAsync(new RunOptions
        {
            Project = Project,
            RunId = plan.RunId,
            Directory = plan.Directory,
            Mode = plan.BaseUrl is null ? RunMode.Offline : RunMode.Online,
            BaseUrl = plan.BaseUrl,
            ApiKey = plan.ApiKey,
            Entity = "lab",
            Resume = ResumeMode.Allow,
            InitTimeout = TimeSpan.FromSeconds(1),
            Silent = true,
        });
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
