using WandbActors.Actors.Uploading;
using WandbActors.Persistence;

namespace WandbActors.Cli.Finding;

/// <summary>One attempt at a run on disk: a log in a directory of its own. The log of one that was interrupted early may not exist yet. Immutable.</summary>
/// <param name="LogPath">The log, absolute.</param>
internal sealed record RunPlace(string LogPath)
{
    public string RunId => LogTurn.RunIdOf(LogPath);

    /// <summary>The run's directory.</summary>
    public string Directory => Path.GetDirectoryName(LogPath)!;

    /// <summary>The directory that holds the run directories.</summary>
    public string Home => Path.GetDirectoryName(Directory) ?? Directory;

    public bool HasLog => File.Exists(LogPath);

    public bool IsOffline => Path.GetFileName(Directory).StartsWith("offline-", StringComparison.Ordinal);

    /// <summary>When the directory says that the attempt began: the stamp in its name, which sorts as the time does; else empty.</summary>
    public string Stamp => Path.GetFileName(Directory).Split('-') switch
    {
        ["run", var stamp, ..] => stamp,
        ["offline", "run", var stamp, ..] => stamp,
        _ => "",
    };

    /// <summary>Whether somebody logs, sends or recovers the run, and then who.</summary>
    public bool IsHeld(out string holder) => RunLock.IsHeld(Home, RunId, out holder);

    /// <summary>This attempt and those that it goes on from, the oldest first.</summary>
    public IReadOnlyList<RunPlace> WithEarlierAttempts() => ChainedLog.At(LogPath) is { } newest
        ? [.. LogChain.BackFrom(newest).Reverse().Select(log => new RunPlace(log.Path))]
        : [this];
}
