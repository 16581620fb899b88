namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A row buffer whose process has gone, opened to be read to its end and removed. Marks are noted in it as in a live one, so that
/// whoever reads it may be killed too. One thread, which holds the run's lock. Of a damaged file it gives what can be read.
/// </summary>
internal sealed class LeftBehindBuffer : IDisposable
{
    private readonly RowBufferFile _file;
    private readonly SpillFiles _spills;
    private readonly MarkSlots _marks;
    private readonly List<string> _problems = [];

    private LeftBehindBuffer(RowBufferFile file, string runDirectory)
    {
        _file = file;
        _spills = new SpillFiles(file, runDirectory);
        _marks = new MarkSlots(file);
        Marks = _marks.GoOn();
        if (file.IsCut)
            _problems.Add($"the file was cut: {file.WholeLength - file.Length:N0} bytes are missing at its end");
        if (_marks.AreDamaged)
            _problems.Add("its marks are damaged: what the log has already may be more than they say");
        var segments = new LeftBehindSegments(file, Marks?.Release.Position, _problems);
        Reader = new RowBufferReader(file, _spills, segments, Marks?.Release.Position);
    }

    public string Path => _file.Path!;

    public Guid LogGuid => _file.LogGuid;

    /// <summary>Whether this boot is surely the one during which it was made: only then is every byte as its process left it.</summary>
    public bool IsOfThisBoot => _file.BootId != Guid.Empty && _file.BootId == RowBufferFile.CurrentBootId();

    /// <summary>The newest whole marks; <c>null</c> when none survived, and then nobody knows which items the log has.</summary>
    public RingMarks? Marks { get; }

    /// <summary>Whether <see cref="Marks"/> may not be the newest that were noted. A kill does not do that, damage does.</summary>
    public bool AreMarksDamaged => _marks.AreDamaged;

    /// <summary>Reads from the newest release on; from the oldest item on if that is not known.</summary>
    public RowBufferReader Reader { get; }

    /// <summary>What is wrong with the file, as far as it has been read: sentences for people, most often none.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. _problems,
        .. Count(Reader.DamagedItems, "items were damaged and are lost"),
        .. Count(Reader.UnknownNames, "metric names are lost; their values are under unknown-metric-N"),
    ];

    /// <summary>Opens the buffer in this file.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another version, or its header is damaged.</exception>
    public static LeftBehindBuffer Open(string path, string runDirectory) => new(RowBufferFile.Open(path), runDirectory);

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

    private static IEnumerable<string> Count(long count, string what) => count > 0 ? [$"{count:N0} {what}"] : [];
}
