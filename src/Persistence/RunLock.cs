using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence;

/// <summary>
/// The right to write and to send a run: one holder for each run id of a wandb directory, whatever process it is in. The operating system
/// holds it by an open file and gives it up when the process dies, so a crash leaves nothing to clear away.
/// </summary>
/// <remarks>
/// The file lies beside the run directories and is removed when it is given up. Whoever opened it just before that holds a lock on a file
/// that nobody else will find: hence <see cref="IsCurrent"/>.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    private const int MaxTries = 100; // each means that somebody gave the lock up at the very moment

    private const int LinuxWouldBlock = 11, MacWouldBlock = 35, WindowsSharingViolation = unchecked((int)0x8007_0020);

    private readonly FileStream _file;
    private readonly string _holderPath;

    private RunLock(FileStream file, string holderPath)
    {
        _file = file;
        _holderPath = holderPath;
    }

    /// <summary>Takes the lock. Null: somebody has it, and <paramref name="holder"/> says who, for people.</summary>
    /// <param name="home">The wandb directory.</param>
    /// <param name="runId">The run.</param>
    /// <param name="purpose">What for: told to whoever wants it meanwhile.</param>
    /// <param name="holder">Who has it, or empty.</param>
    /// <exception cref="IOException">The directory takes no files.</exception>
    public static RunLock? TryTake(string home, string runId, string purpose, out string holder)
    {
        var path = Path.Combine(home, $".run-{runId}.lock");
        var holderPath = Path.Combine(home, $".run-{runId}.holder"); // of its own: on Unix a locked file cannot be opened to be read either
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (TryOpen(path, FileMode.OpenOrCreate) is not { } file)
            {
                holder = ReadHolder(holderPath);
                return null;
            }

            if (IsCurrent(path))
            {
                Sign(holderPath, purpose);
                holder = "";
                return new RunLock(file, holderPath);
            }

            file.Dispose();
        }

        throw new IOException($"{path} changes too often to be locked");
    }

    /// <summary>
    /// Whether somebody has the lock, and then who, for people. Takes nothing from a holder; without one it is shared for the moment of the look, if
    /// a file of the lock was left behind at all.
    /// </summary>
    /// <param name="home">The wandb directory.</param>
    /// <param name="runId">The run.</param>
    /// <param name="holder">Who has it, or empty.</param>
    public static bool IsHeld(string home, string runId, out string holder)
    {
        holder = "";
        try
        {
            using var look = new FileStream(Path.Combine(home, $".run-{runId}.lock"), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return false;
        }
        catch (IOException problem) when (IsRefusal(problem))
        {
            holder = ReadHolder(Path.Combine(home, $".run-{runId}.holder"));
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false; // there is none, or it is not ours to see
        }
    }

    public void Dispose()
    {
        if (!_file.CanWrite)
            return;

        FileRemoval.TryDelete(_holderPath);
        FileRemoval.TryDelete(_file.Name); // while it is held: behind us it may be another's
        _file.Dispose();
    }

    // Null: somebody else has it open.
    private static FileStream? TryOpen(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException problem) when (IsRefusal(problem))
        {
            return null;
        }
    }

    private static bool IsRefusal(IOException problem) => problem.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;

    // A second handle to the file of this name meets our lock, if it is our file.
    private static bool IsCurrent(string path)
    {
        try
        {
            using var other = TryOpen(path, FileMode.Open);
            return other is null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    // A full disk must not keep anybody from logging.
    private static void Sign(string path, string purpose)
    {
        try
        {
            File.WriteAllText(path, $"process {Environment.ProcessId} ({Path.GetFileName(Environment.ProcessPath)}) on {Environment.MachineName}, {purpose}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path) is { Length: > 0 } text ? text : "another process";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "another process"; // it has not said yet who it is
        }
    }
}
