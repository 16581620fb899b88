using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Recovering;

/// <summary>A run's directory that still has the note of a row buffer: the run goes on, or its process ended before the log was whole. Immutable.</summary>
/// <param name="Directory">The run's directory.</param>
/// <param name="LogPath">Its transaction log, which may not exist yet.</param>
/// <param name="RunId">The run.</param>
/// <param name="RingPath">The row buffer's file; <c>null</c> when that is gone, as after a reboot.</param>
internal sealed record LeftBehindRun(string Directory, string LogPath, string RunId, string? RingPath)
{
    /// <summary>The wandb directory that the run belongs to.</summary>
    public string Home => Path.GetDirectoryName(Directory)!;

    /// <summary>What was left behind in this directory; <c>null</c> when nothing was.</summary>
    public static LeftBehindRun? In(string directory)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (!RowBufferNote.Exists(directory) || (RowBufferNote.Read(directory) ?? RowBufferNote.Reconstruct(directory)) is not { } note)
            return null;

        return RunDirectory.RunIdIn(note.LogName) is { } runId
            ? new LeftBehindRun(directory, Path.Combine(directory, note.LogName), runId, note.RingExists ? note.RingPath : null)
            : null;
    }

    /// <summary>All attempts at one run that were left behind in a wandb directory, oldest first.</summary>
    public static IReadOnlyList<LeftBehindRun> Of(string home, string runId) =>
        [.. AllIn(home).Where(run => run.RunId == runId)];

    /// <summary>Everything that was left behind in a wandb directory, oldest first.</summary>
    // By the time of making: the names begin with the mode, in which attempts at one run may differ. What may not be read is passed over.
    public static IEnumerable<LeftBehindRun> AllIn(string home) => new DirectoryInfo(home)
        .EnumerateDirectories("*", new EnumerationOptions())
        .Where(run => run.LinkTarget is null)
        .OrderBy(run => run.CreationTimeUtc)
        .Select(run => In(run.FullName))
        .OfType<LeftBehindRun>();
}
