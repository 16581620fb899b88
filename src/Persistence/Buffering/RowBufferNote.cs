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

    /// <summary>The note in this directory, or null if there is none that says both.</summary>
    public static RowBufferNote? Read(string runDirectory)
    {
        var path = PathIn(runDirectory);
        return File.Exists(path) && File.ReadAllLines(path) is [{ Length: > 0 } ring, { Length: > 0 } log, ..]
            ? new RowBufferNote(Path.Combine(runDirectory, ring), log)
            : null;
    }

    public static void Delete(string runDirectory) => FileRemoval.TryDelete(PathIn(runDirectory));

    /// <summary>Writes the note. A ring in the run directory itself is named without it: the directory may be moved.</summary>
    public void Write(string runDirectory)
    {
        var ring = Path.GetDirectoryName(RingPath) == runDirectory ? Path.GetFileName(RingPath) : RingPath;
        File.WriteAllLines(PathIn(runDirectory), [ring, LogName]);
    }

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, Name);
}
