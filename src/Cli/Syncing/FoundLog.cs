using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Syncing;

/// <summary>A transaction log on disk, and the run that it says it is of. Immutable.</summary>
/// <param name="Path">The log, absolute.</param>
/// <param name="Identity">Whose log it is; <c>null</c> when that cannot be read.</param>
/// <param name="Problem">Why not; else empty.</param>
internal sealed record FoundLog(string Path, LogIdentity? Identity, string Problem)
{
    /// <summary>The run's id, or the path of a log that names no run.</summary>
    public string Name => Identity?.Run.RunId ?? Path;

    /// <summary>The run's id, by the name of a log that names none: an attempt that was killed early takes turns with the later ones.</summary>
    public string RunId => Identity?.Run.RunId ?? LogTurn.RunIdOf(Path);

    public DateTime StartedAt => Moment.Of(Identity?.Run.StartTime) ?? default;

    public static FoundLog At(string path)
    {
        try
        {
            return LogIdentity.Read(path, out var problem) is { } identity ? new FoundLog(path, identity, "") : new FoundLog(path, null, problem);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new FoundLog(path, null, failure.Message);
        }
    }
}
