namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The note in a run's directory that says where its row buffer lies and what its log is called: two lines. It stands there from before
/// the buffer is made until after it is removed.
/// </summary>
/// <param name="RingPath">The ring's file. It may be gone, as after a reboot.</param>
/// <param name="LogName">The file name of the transaction log, which may not exist yet.</param>
internal sealed record RowBufferNote(string RingPath, string LogName)
{
    private const string Name = "row-buffer";

    /// <summary>Whether the ring is where the note says.</summary>
    public bool RingExists => File.Exists(RingPath);

    /// <summary>Whether there is a note in this directory, if only one that cannot be read.</summary>
    public static bool Exists(string runDirectory) => File.Exists(PathIn(runDirectory));

    /// <summary>The note in this directory, or null if there is none that says both.</summary>
    public static RowBufferNote? Read(string runDirectory)
    {
        try
        {
            return Exists(runDirectory) && File.ReadAllLines(PathIn(runDirectory)) is [{ Length: > 0 } ring, { Length: > 0 } log, ..]
                ? new RowBufferNote(Path.Combine(runDirectory, ring), log)
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// What a note that cannot be read must have said: the ring that names this directory, if it is where rings are put, and the log that is
    /// here. Null when there is no log.
    /// </summary>
    public static RowBufferNote? Reconstruct(string runDirectory) =>
        Directory.EnumerateFiles(runDirectory, "run-*.wandb").FirstOrDefault() is { } log
            ? new RowBufferNote(RowBufferPlace.FindRingOf(runDirectory) ?? Path.Combine(runDirectory, "lost"), Path.GetFileName(log))
            : null;

    /// <summary>
    /// The directory whose ring this is, if <paramref name="runDirectory"/> is a copy of it: its own note names the ring, and it is another directory. One that
    /// was moved takes its note along.
    /// </summary>
    public static string? OriginalOf(string ringPath, string runDirectory) =>
        RowBufferFile.RunDirectoryOf(ringPath) is { } original && Read(original)?.RingPath == ringPath
            && !AreSame(runDirectory, original)
            ? original
            : null;

    public static void Delete(string runDirectory) => FileRemoval.TryDelete(PathIn(runDirectory));

    /// <summary>Writes the note. A ring in the run directory itself is named without it: the directory may be moved.</summary>
    public void Write(string runDirectory)
    {
        var ring = Path.GetDirectoryName(RingPath) == runDirectory ? Path.GetFileName(RingPath) : RingPath;
        var path = PathIn(runDirectory);
        File.WriteAllLines(path + ".new", [ring, LogName]);
        File.Move(path + ".new", path, overwrite: true); // never half a note
    }

    // Two paths may lead to one directory, by links and mounts: what is made in the one is then in the other. Where nothing can be made they pass for the same.
    private static bool AreSame(string one, string other)
    {
        var probe = $".{Guid.NewGuid():N}";
        try
        {
            File.Create(Path.Combine(one, probe)).Dispose();
            return File.Exists(Path.Combine(other, probe));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return true;
        }
        finally
        {
            FileRemoval.TryDelete(Path.Combine(one, probe));
        }
    }

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, Name);
}
