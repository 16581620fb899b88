namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A row buffer whose process has gone, opened to be read to its end and removed. Marks are noted in it as in a live one, so that
/// whoever reads it may be killed too. One thread, which holds the run's lock.
/// </summary>
internal sealed class LeftBehindBuffer : IDisposable
{
    private readonly RowBufferFile _file;
    private readonly SpillFiles _spills;
    private readonly MarkSlots _marks;

    private LeftBehindBuffer(RowBufferFile file, SpillFiles spills, MarkSlots marks, RingMarks? found)
    {
        _file = file;
        _spills = spills;
        _marks = marks;
        Marks = found;
        Reader = new RowBufferReader(file, spills, found?.Release.Position ?? 0);
    }

    public string Path => _file.Path!;

    public Guid LogGuid => _file.LogGuid;

    /// <summary>Whether this boot is the one during which it was made: only then is every byte as its process left it.</summary>
    public bool IsOfThisBoot => _file.BootId == RowBufferFile.CurrentBootId();

    /// <summary>The newest whole marks; <c>null</c> when none survived, and then nobody knows which items the log has.</summary>
    public RingMarks? Marks { get; }

    /// <summary>Reads from the newest release on.</summary>
    public RowBufferReader Reader { get; }

    /// <summary>Opens the buffer in this file.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another version.</exception>
    public static LeftBehindBuffer Open(string path, string runDirectory)
    {
        var file = RowBufferFile.OpenLeftBehind(path);
        var marks = new MarkSlots(file);
        return new LeftBehindBuffer(file, new SpillFiles(runDirectory, file.LogGuid), marks, marks.GoOn());
    }

    public void NoteIntent(in RingMark mark) => _marks.NoteIntent(mark);

    public void NoteRelease(in RingMark mark) => _marks.NoteRelease(mark);

    public void Dispose() => _file.Dispose();

    /// <summary>Removes the file and what belongs to it: the log has it all.</summary>
    public void Delete()
    {
        Dispose();
        FileRemoval.TryDelete(Path);
        _spills.DeleteAll();
    }
}
