using System.Diagnostics;

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

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. Null: somebody has it, and <paramref name="holder"/> says who, for people.</summary>
    /// <exception cref="IOException">The directory takes no files.</exception>
    public static RunLock? TryTake(string home, string runId, string purpose, out string holder)
    {
        var path = PathOf(home, runId);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (TryOpen(path) is not { } file)
            {
                holder = HolderOf(path);
                return null;
            }

            if (!IsCurrent(path))
            {
                file.Dispose();
                continue;
            }

            Sign(file, purpose);
            holder = "";
            return new RunLock(file);
        }

        throw new IOException($"{path} changes too often to be locked");
    }

    public void Dispose()
    {
        if (!_file.CanWrite)
            return;

        File.Delete(_file.Name); // while it is held: behind us it may be another's
        _file.Dispose();
    }

    private static string PathOf(string home, string runId) => Path.Combine(home, $".run-{runId}.lock");

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    // A second handle to the file under this name meets our lock, if it is our file.
    private static bool IsCurrent(string path)
    {
        try
        {
            using var other = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void Sign(FileStream file, string purpose)
    {
        using var process = Process.GetCurrentProcess();
        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes($"process {process.Id} ({process.ProcessName}) on {Environment.MachineName}, {purpose}"));
        file.Flush();
    }

    private static string HolderOf(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd() is { Length: > 0 } text ? text : "another process";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "another process"; // on systems whose locks keep readers out too
        }
    }
}
