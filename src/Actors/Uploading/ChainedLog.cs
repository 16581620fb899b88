using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Uploading;

/// <summary>One attempt at a run: a log on disk, and what its run record says. Immutable.</summary>
internal sealed record ChainedLog(string Path, LogIdentity Identity)
{
    public RunRecord Run => Identity.Run;

    /// <summary>The run's directory.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The directory that holds the run directories.</summary>
    public string Home => System.IO.Path.GetDirectoryName(Directory)!;

    /// <summary>Whether the server took the run back to an earlier step before this attempt: what the logs before it hold counts no more.</summary>
    public bool IsRewound => Run is { Forked: true } && Run.BranchPoint?.Run == Run.RunId;

    /// <summary>Whether the server copied another run's rows before this attempt.</summary>
    public bool IsFork => Run.Forked && !IsRewound;

    public DateTime StartedAt => Moment.Of(Run.StartTime) ?? default;

    /// <summary>The log at an absolute path; <c>null</c> when it cannot be read or names no run.</summary>
    public static ChainedLog? At(string path)
    {
        try
        {
            return LogIdentity.Read(path, out _) is { } identity ? new ChainedLog(path, identity) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
