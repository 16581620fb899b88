using WandbActors.Persistence;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The logs of one run in one wandb directory, by the start of each attempt. One that went on from an earlier attempt is sent behind it;
/// one that began anew has nothing before it. A log is of the run when its name and its run record say so.
/// </summary>
internal static class LogChain
{
    /// <summary>The log that another one goes on from; <c>null</c> when that began anew, or went on from what is not here.</summary>
    public static ChainedLog? Before(ChainedLog log) => log.Run.Resumed
        ? LogsOf(log.Home, log.Run).Where(other => other.Path != log.Path && IsEarlier(other, log)).Aggregate(null as ChainedLog, Later)
        : null;

    /// <summary>A log and those that it goes on from, the newest first.</summary>
    public static IEnumerable<ChainedLog> BackFrom(ChainedLog log)
    {
        yield return log;
        if (!log.Run.Resumed)
            yield break;

        var before = LogsOf(log.Home, log.Run).Where(other => other.Path != log.Path && IsEarlier(other, log))
            .OrderByDescending(other => other.StartedAt).ThenByDescending(other => other.Path, StringComparer.Ordinal);
        foreach (var earlier in before)
        {
            yield return earlier;
            if (!earlier.Run.Resumed)
                yield break;
        }
    }

    /// <summary>A later attempt that took the run back to an earlier step; <c>null</c> when there is none.</summary>
    public static ChainedLog? RewindAfter(ChainedLog log) =>
        After(log).Where(other => other.IsRewound).Aggregate(null as ChainedLog, Later);

    /// <summary>The attempts that started later, in their order.</summary>
    public static IEnumerable<ChainedLog> After(ChainedLog log) =>
        LogsOf(log.Home, log.Run).Where(other => other.Path != log.Path && IsEarlier(log, other))
            .OrderBy(other => other.StartedAt).ThenBy(other => other.Path, StringComparer.Ordinal);

    /// <summary>The newest attempt at a run.</summary>
    /// <param name="home">The directory that holds the run directories; it need not exist.</param>
    /// <param name="run">Its id, project and entity; no entity means any.</param>
    public static ChainedLog? NewestOf(string home, RunRecord run) => LogsOf(home, run).Aggregate(null as ChainedLog, Later);

    private static ChainedLog Later(ChainedLog? left, ChainedLog right) => left is null || IsEarlier(left, right) ? right : left;

    // Two that start at the same moment have an order too, the same each time.
    private static bool IsEarlier(ChainedLog left, ChainedLog right) => left.StartedAt == right.StartedAt
        ? string.CompareOrdinal(left.Path, right.Path) < 0
        : left.StartedAt < right.StartedAt;

    private static IEnumerable<ChainedLog> LogsOf(string home, RunRecord run)
    {
        if (!Directory.Exists(home))
            yield break;

        // The link to the latest run leads to a directory that is there by its own name.
        foreach (var directory in new DirectoryInfo(home).EnumerateDirectories().Where(directory => directory.LinkTarget is null))
        {
            var path = Path.Combine(directory.FullName, RunDirectory.LogNameOf(run.RunId));
            if (File.Exists(path) && ChainedLog.At(path) is { } log && IsOf(log.Run, run))
                yield return log;
        }
    }

    private static bool IsOf(RunRecord log, RunRecord run) =>
        log.RunId == run.RunId && log.Project == run.Project && (log.Entity == run.Entity || log.Entity.Length == 0 || run.Entity.Length == 0);
}
