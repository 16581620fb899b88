using WandbActors.Persistence;

namespace WandbActors.Cli;

/// <summary>The tool's turn at one log: while it lasts, no run is logging into it and no other tool sends or recovers its run.</summary>
internal sealed class LogTurn : IDisposable
{
    /// <summary>What the tool takes a turn for, as others are told.</summary>
    public const string SendingPurpose = "which sends it", RecoveringPurpose = "which recovers it";

    private readonly RunLock? _lock;

    private LogTurn(RunLock? held) => _lock = held;

    /// <summary>Takes the turn. Null: somebody else has it, and <paramref name="holder"/> says who.</summary>
    public static LogTurn? TryTake(string logPath, string purpose, out string holder)
    {
        try
        {
            return RunLock.TryTake(HomeOf(logPath), RunIdOf(logPath), purpose, out holder) is { } held ? new LogTurn(held) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            holder = "";
            return new LogTurn(null); // where nothing can be written, nobody is logging
        }
    }

    /// <summary>
    /// Where a log lies itself: its owner's lock, its row buffer and all that is kept beside it belong to that place, whatever leads there. A link in a
    /// run's directory to a file that is no run's by its name is that run's log.
    /// </summary>
    public static string OwnPathOf(string logPath) =>
        File.ResolveLinkTarget(logPath, returnFinalTarget: true) is { } target && RunDirectory.RunIdIn(target.Name) is not null ? target.FullName : logPath;

    /// <summary>The run that a log is of, by its name.</summary>
    public static string RunIdOf(string logPath) =>
        RunDirectory.RunIdIn(Path.GetFileName(logPath)) ?? Path.GetFileNameWithoutExtension(logPath);

    public void Dispose() => _lock?.Dispose();

    private static string HomeOf(string logPath) => Path.GetDirectoryName(Path.GetDirectoryName(logPath)) ?? Path.GetPathRoot(logPath)!;
}
