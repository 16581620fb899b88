using WandbActors.Testing;

namespace WandbActors.Cli;

/// <summary>Runs that the product itself logs, offline, into a home.</summary>
internal static class RealRun
{
    /// <summary>A run that goes on until it is disposed of.</summary>
    public static Task<Run> StartAsync(TempDirectory home, string id, Action<RunOptions>? set = null)
    {
        var options = new RunOptions { Project = "golden", RunId = id, Mode = RunMode.Offline, Directory = home.Path, Silent = true, SystemMetrics = false };
        set?.Invoke(options);
        return Wandb.InitAsync(options);
    }

    /// <summary>Logs a run and ends it.</summary>
    public static async Task WriteAsync(TempDirectory home, string id, Action<Run> log, Action<RunOptions>? set = null)
    {
        await using var run = await StartAsync(home, id, set);
        log(run);
    }
}
