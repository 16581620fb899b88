using Akka.Actor;
using Akka.Configuration;

namespace WandbActors.Harness.Children;

/// <summary>A training program of one thread that logs so many rows and then waits until the server has them.</summary>
internal static class OutageTrainer
{
    /// <summary>Rows after which all code is compiled and all pools are filled: memory is compared with what it was then.</summary>
    public const int WarmUpRows = 20_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(TrainerPlan plan, long rows, Acknowledgements acknowledged)
    {
        using var system = ActorSystem.Create("trainer", ConfigurationFactory.ParseString(ShortWaits.With(plan.SharedMemory, "4 MiB")));
        var run = await WandbExtension.For(system).InitAsync(plan.Options(finishTimeout: Timeout.InfiniteTimeSpan));
        Log(run, 0, WarmUpRows, acknowledged);
        await run.FlushAsync();
        acknowledged.Phase = ChildPhase.Begun;
        while (acknowledged.Phase < ChildPhase.Logging) // the parent notes the memory in use
            await Task.Delay(LookAgain, TimeProvider.System);

        Log(run, WarmUpRows, rows, acknowledged);
        var receipt = await run.FinishAsync();
        if (receipt.RowsOffered == rows && receipt.IsComplete)
            return 0;

        await Console.Error.WriteLineAsync($"{receipt}; lost: {string.Join("; ", receipt.Losses)}");
        return 1;
    }

    private static void Log(Run run, long from, long to, Acknowledgements acknowledged)
    {
        var (row, loss, accuracy) = (run.Metric("row"), run.Metric("loss"), run.Metric("accuracy"));
        for (var number = from; number < to; number++)
        {
            run.Log((row, number), (loss, 1.0 / (number + 1)), (accuracy, 0.5));
            acknowledged[0] = number + 1;
        }
    }
}
