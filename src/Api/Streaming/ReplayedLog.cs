using WandbActors.Actors;
using WandbActors.Persistence;

namespace WandbActors;

/// <summary>A log that is replayed: where it lies, and how far it may be read.</summary>
internal sealed class ReplayedLog
{
    private readonly Func<string> _path;
    private readonly RunSession? _session;

    private ReplayedLog(Func<string> path, RunSession? session)
    {
        _path = path;
        _session = session;
    }

    /// <summary>The log's path, looked for when the replay begins.</summary>
    /// <exception cref="WandbException">There is none.</exception>
    public string Path => _path();

    /// <summary>Whether more may come.</summary>
    public bool IsLive => _session is { Ended.IsCompleted: false };

    /// <summary>No byte before this offset will ever change.</summary>
    public long Limit => _session?.ReleasedOffset ?? long.MaxValue;

    /// <summary>The log of a run of this process.</summary>
    public static ReplayedLog Of(Run run) => new(() => run.Session?.Directory.LogPath ?? throw new WandbException($"Run {run.Id} is disabled: it has no log."), run.Session);

    /// <summary>A log, or the one in a run's directory.</summary>
    public static ReplayedLog At(string path) => new(() => Find(path), session: null);

    private static string Find(string path)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? path : throw new WandbException($"There is no run at {path}: name a run's directory, or its .wandb file.");

        string[] logs = [.. Directory.EnumerateFiles(path).Where(file => RunDirectory.RunIdIn(System.IO.Path.GetFileName(file)) is not null)];
        return logs is [var log] ? log : throw new WandbException($"{path} holds {logs.Length} logs of runs (run-*.wandb): name the one that is meant.");
    }
}
