using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// Where a value with files stands: which metric at which step of which run. It takes the value's files, and what the log is to say of
/// them. One thread at a time; for one value.
/// </summary>
public sealed class MediaPlace
{
    private const string SummaryStep = "summary";

    private readonly MediaFolder _folder;
    private readonly List<Record> _records = [];
    private readonly HashSet<string> _announced = [];

    internal MediaPlace(MediaFolder folder, string key, long? step)
    {
        _folder = folder;
        Key = key;
        Step = step is { } number ? $"{number}" : SummaryStep;
    }

    /// <summary>The metric's name; of a nested one, the innermost.</summary>
    public string Key { get; }

    /// <summary>The step as digits; <c>summary</c> for a value that is set in the summary.</summary>
    public string Step { get; }

    /// <summary>What the log is to say of the value beside its row, in order.</summary>
    internal IReadOnlyList<Record> Records => _records;

    /// <summary>The run that the value is of.</summary>
    internal MediaFolder Folder => _folder;

    /// <summary>
    /// Writes a file named for its metric, its step and its content, and announces it to be uploaded. The same content at the same place is
    /// the same file, however often it is added.
    /// </summary>
    /// <param name="directory">Where in <c>files/</c>, such as <c>media/images</c>.</param>
    /// <param name="extension">How the name ends, such as <c>.png</c>.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public MediaFile AddFile(string directory, string extension, ReadOnlySpan<byte> content)
    {
        var file = _folder.Keep(directory, Key, Step, extension, content);
        if (_announced.Add(file.Path))
            Add(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = file.Path } } } });
        return file;
    }

    /// <summary>Has the log say something more.</summary>
    internal void Add(Record record) => _records.Add(record);
}
