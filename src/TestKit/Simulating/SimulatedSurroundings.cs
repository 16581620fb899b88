using WandbActors.Surroundings;

namespace WandbActors.TestKit;

/// <summary>What the runs of a simulation find around them: a directory of their own, and nothing of the machine, whose looks would be in the trace.</summary>
internal sealed class SimulatedSurroundings(IDictionary<string, string> variables) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _root = Directory.CreateTempSubdirectory("wandb-simulation-").FullName;

    /// <summary>
    /// HOCON for the runs, before what a test says: buffers on disk and small, so that a fleet is not a gigabyte of memory; sleep at once instead of looking again, which changes nothing but
    /// costs virtual timers; a bookmark in memory; no chance but the simulation's.
    /// </summary>
    public string Settings => $$"""
        wandb.buffer.directory = "{{Rings.Replace('\\', '/')}}"
        wandb.buffer.size = 1 MiB
        wandb.buffer.park-after-empty-drains = 1
        wandb.log.free-space-warning = 0 B
        wandb.upload.bookmark = "memory"
        wandb.upload.restart-jitter = 0
        """;

    private string Rings => Directory.CreateDirectory(Path.Combine(_root, "buffers")).FullName;

    public ProcessSurroundings With(SimulatedServer server)
    {
        var all = new Dictionary<string, string>
        {
            ["WANDB_BASE_URL"] = server.BaseUrl,
            ["WANDB_API_KEY"] = server.ApiKey,
            ["WANDB_DIR"] = _root,
            ["WANDB_PROJECT"] = "simulation",
            ["WANDB_SILENT"] = "true",
            ["WANDB__DISABLE_STATS"] = "true",
            ["WANDB__DISABLE_META"] = "true",
            ["WANDB__SAVE_REQUIREMENTS"] = "false",
            ["WANDB_DISABLE_GIT"] = "true",
        };
        foreach (var (name, value) in variables)
            all[name] = value;
        return new ProcessSurroundings(all, _root, Program: "", Host: "simulation", User: "simulation");
    }

    // What went astray may write there still. A directory that stays is less than a test's own failure, which an exception from here would hide.
    public void Dispose() => SpinWait.SpinUntil(TryRemove, Patience);

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return !Directory.Exists(_root);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
