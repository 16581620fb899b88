namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The file <c>row-buffer</c> in a run directory, which says where the run's buffer and log are, and is there as long as the buffer is: one
/// that stays behind means a run that was not finished. Its lines are the ring's path and the log's file name.
/// </summary>
/// <param name="RingPath">The ring's file; it may be gone, as after a reboot.</param>
/// <param name="LogPath">The transaction log; it need not exist yet.</param>
internal sealed record RowBufferNote(string RingPath, string LogPath)
{
    private const string FileName = "row-buffer";

    /// <summary>Whether the ring is where the note says.</summary>
    public bool RingExists => File.Exists(RingPath);

    /// <summary>The note in this directory, or null if there is none, or nothing sensible in it.</summary>
    public static RowBufferNote? Read(string runDirectory)
    {
        var path = PathIn(runDirectory);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return lines is [{ Length: > 0 } ring, { Length: > 0 } log]
            ? new RowBufferNote(Path.Combine(runDirectory, ring), Path.Combine(runDirectory, log))
            : null;
    }

    /// <summary>Writes the note beside the log. What lies there too is named without its directory, which may be moved.</summary>
    public void Write()
    {
        var directory = Path.GetDirectoryName(LogPath)!;
        var ring = Path.GetDirectoryName(RingPath) == directory ? Path.GetFileName(RingPath) : RingPath;
        File.WriteAllText(PathIn(directory), $"{ring}\n{Path.GetFileName(LogPath)}\n");
    }

    /// <summary>Removes the note in this directory, if there is one.</summary>
    public static void Delete(string runDirectory) => FileRemoval.TryDelete(PathIn(runDirectory));

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, FileName);
}
