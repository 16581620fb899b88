using System.Globalization;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence;

/// <summary>
/// The directory of one run, laid out as W&amp;B's own tools expect it. Made by exactly one process: a second run of the same second and id
/// gets <c>-1</c>, <c>-2</c> … after its name. Immutable; nothing here keeps a file open.
/// </summary>
/// <remarks>
/// <code>
/// {root}/wandb/                                 or .wandb, if that exists already
///   latest-run -> run-20260821_101500-ab12cd34  the newest run; not on Windows
///   .run-ab12cd34.lock, .run-ab12cd34.holder    of whoever writes or sends the run; gone otherwise
///   run-20260821_101500-ab12cd34/               offline-run-… when offline; local time
///     run-ab12cd34.wandb                        transaction log
///     run-ab12cd34.wandb.synced                 marker: all of it is on the server
///     run-ab12cd34.wandb.syncstate              where its lines begin on the server
///     row-buffer                                where its row buffer lies, until the log has everything
///     files/                                    what is uploaded with the run
///     logs/
///     tmp/
/// </code>
/// </remarks>
internal sealed class RunDirectory
{
    private const string LatestRunLink = "latest-run";
    private const string LogPrefix = "run-";
    private const string LogSuffix = ".wandb";

    private RunDirectory(string path, RunId id, IReadOnlyList<string> notices)
    {
        Path = path;
        LogPath = System.IO.Path.Combine(path, LogNameOf(id.Value));
        Notices = notices;
    }

    public string Path { get; }

    /// <summary>The transaction log. Creating the directory does not make it.</summary>
    public string LogPath { get; }

    public string SyncStatePath => SyncStateOf(LogPath);

    public string SyncedMarkerPath => SyncedMarkerOf(LogPath);

    public string FilesPath => System.IO.Path.Combine(Path, "files");

    public string LogsPath => System.IO.Path.Combine(Path, "logs");

    public string TemporaryPath => System.IO.Path.Combine(Path, "tmp");

    /// <summary>What people should know about where the run ended up: sentences, most often none.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Makes the directory of a new run.</summary>
    /// <exception cref="IOException">The home cannot be written to any more.</exception>
    public static RunDirectory Create(RunHome home, RunId id, bool isOffline, TimeProvider time)
    {
        var prefix = isOffline ? "offline-run" : "run";
        var stamp = time.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        var path = CreateIn(home.Path, $"{prefix}-{stamp}-{id}");
        List<string> notices = home.Problem is { } problem ? [$"{problem}; the run is kept in {path}, which a reboot may empty"] : [];
        PointLatestRun(path, notices);
        return new RunDirectory(path, id, notices);
    }

    /// <summary>What the log of a run is called.</summary>
    public static string LogNameOf(string runId) => $"{LogPrefix}{runId}{LogSuffix}";

    /// <summary>The run that a log of this name is of; <c>null</c> for another name.</summary>
    public static string? RunIdIn(string logName) =>
        logName.Length > LogPrefix.Length + LogSuffix.Length
        && logName.StartsWith(LogPrefix, StringComparison.Ordinal)
        && logName.EndsWith(LogSuffix, StringComparison.Ordinal)
            ? logName[LogPrefix.Length..^LogSuffix.Length]
            : null;

    /// <summary>The marker beside a log: all of it is on the server.</summary>
    public static string SyncedMarkerOf(string logPath) => logPath + ".synced";

    /// <summary>The file beside a log: where its lines begin on the server.</summary>
    public static string SyncStateOf(string logPath) => logPath + ".syncstate";

    private static string CreateIn(string home, string name)
    {
        var path = System.IO.Path.Combine(home, name);
        for (var copy = 1; !ExclusiveDirectory.TryCreate(path); copy++)
            path = System.IO.Path.Combine(home, $"{name}-{copy}");

        foreach (var folder in (string[])["files", "logs", "tmp"])
            Directory.CreateDirectory(System.IO.Path.Combine(path, folder));
        return path;
    }

    private static void PointLatestRun(string path, List<string> notices)
    {
        if (OperatingSystem.IsWindows())
            return;

        var link = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, LatestRunLink);
        try
        {
            ExclusiveDirectory.PointLink(link, System.IO.Path.GetFileName(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            notices.Add($"{link} was not updated ({problem.Message})");
        }
    }
}
