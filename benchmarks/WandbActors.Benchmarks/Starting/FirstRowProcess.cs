using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Starting;

/// <summary>A program that starts a run, logs one row, and says so as soon as that is in the log.</summary>
internal static class FirstRowProcess
{
    /// <summary>The program's first argument that makes it one; the directory follows.</summary>
    public const string Verb = "first-row";

    public static async Task<int> RunAsync(string directory)
    {
        var run = await OfflineRun.StartInAsync(directory);
        run.Log(("loss", 0.5));
        if (!await run.FlushAsync())
            return 1;

        Console.WriteLine(run.Id);
        await run.FinishAsync();
        return 0;
    }
}
