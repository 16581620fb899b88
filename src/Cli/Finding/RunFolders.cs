using WandbActors.Actors.Recovering;
using WandbActors.Persistence;

namespace WandbActors.Cli.Finding;

/// <summary>Which directories are runs', and which logs are in them. What may not be read throws as the system does.</summary>
internal static class RunFolders
{
    private const string Logs = "*.wandb";

    /// <summary>The logs in a run's directory; of a run that was interrupted early the one that is not there yet.</summary>
    public static string[] LogsIn(string run)
    {
        var logs = Directory.GetFiles(run, Logs);
        return logs.Length == 0 && LeftBehindRun.In(run) is { } left ? [left.LogPath] : Array.ConvertAll(logs, LogTurn.OwnPathOf);
    }

    /// <summary>The directories of runs in a wandb directory.</summary>
    // The link to the latest run leads to a directory that is there by its own name.
    public static string[] In(string home) =>
    [
        .. new DirectoryInfo(home).EnumerateDirectories().Where(run => run.LinkTarget is null)
            .Select(run => run.FullName).Where(run => LogsIn(run).Length > 0),
    ];

    /// <summary>All attempts in a wandb directory, oldest first by their directories' names.</summary>
    public static IReadOnlyList<RunPlace> PlacesIn(string home) =>
    [
        .. In(home).SelectMany(LogsIn).Select(log => new RunPlace(log))
            .OrderBy(run => run.Stamp, StringComparer.Ordinal).ThenBy(run => run.Directory, StringComparer.Ordinal),
    ];

    /// <summary>The wandb directory that is meant by a path: itself, or the one in it; <c>null</c> where there are no runs.</summary>
    public static string? HomeAt(string path) =>
        !Directory.Exists(path) ? null
        : In(path).Length > 0 ? path
        : RunHome.In(path) is var inner && Directory.Exists(inner) ? inner
        : null;
}
