namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The note in a run's directory that says where its row buffer lies and what its log is called: two lines. It stands there from before
/// the buffer is made until after it is removed.
/// </summary>
internal sealed record RowBufferNote(string RingPath, string LogName)
{
    private const string Name = "row-buffer";

    /// <summary>The note in this directory, or null.</summary>
    public static RowBufferNote? Read(string runDirectory)
    {
        var path = PathIn(runDirectory);
        return File.Exists(path) && File.ReadAllLines(path) is [var ring, var log, ..] ? new RowBufferNote(ring, log) : null;
    }

    public static void Delete(string runDirectory) => FileRemoval.TryDelete(PathIn(runDirectory));

    public void Write(string runDirectory) => File.WriteAllLines(PathIn(runDirectory), [RingPath, LogName]);

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, Name);
}
