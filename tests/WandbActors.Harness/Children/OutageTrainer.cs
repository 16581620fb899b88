using Akka.Actor;
using Akka.Configuration;

namespace WandbActors.Harness.Children;

/// <summary>A training program of one thread that logs so many rows and then waits until the server has them.</summary>
internal static class OutageTrainer
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(TrainerPlan plan, long rows, Acknowledgements acknowledged)
    {
        using var system = ActorSystem.Create("trainer", ConfigurationFactory.ParseString(ShortWaits.With(plan.SharedMemory, "4 MiB")));
        var run = await WandbExtension.For(system).InitAsync(plan.Options(finishTimeout: Timeout.InfiniteTimeSpan));
        acknowledged.Phase = ChildPhase.Begun;
        while (acknowledged.Phase < ChildPhase.Logging) // the parent notes the memory in use
            await Task.Delay(LookAgain, TimeProvider.System);

        var (row, loss, accuracy) = (run.Metric("row"), run.Metric("loss"), run.Metric("accuracy"));
        for (var number = 0L; number < rows; number++)
        {
            run.Log((row, number), (loss, 1.0 / (number + 1)), (accuracy, 0.5));
            acknowledged[0] = number + 1;
        }

        var receipt = await run.FinishAsync();
        return receipt.RowsOffered == rows && receipt.IsComplete ? 0 : 1;
    }
}
