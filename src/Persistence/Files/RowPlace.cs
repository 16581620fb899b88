using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Files;

/// <summary>The place of a value in a row or in the summary: its files go into the run's folder, and the log says so beside the row.</summary>
internal sealed class RowPlace(MediaFolder folder, string key, long? step) : MediaPlace(key, step is { } number ? $"{number}" : "summary")
{
    private readonly List<Record> _records = [];
    private readonly HashSet<string> _announced = [];

    /// <summary>What the log is to say beside the row, in order.</summary>
    public IReadOnlyList<Record> Records => _records;

    /// <summary>What people should know of the value, such as that not all of it is kept; said once a run.</summary>
    public string? Remark { get; set; }

    /// <summary>How much of the value is not kept: images of a list, rows of a table.</summary>
    public int Lost { get; set; }

    /// <summary>The run's media.</summary>
    public MediaFolder Folder => folder;

    public override MediaFile AddFile(string directory, string extension, ReadOnlySpan<byte> content)
    {
        var file = folder.Keep(directory, Key, Step, extension, content);
        if (_announced.Add(file.Path))
            Add(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = file.Path } } } });
        return file;
    }

    /// <summary>Has the log say something more.</summary>
    public void Add(Record record) => _records.Add(record);

    /// <summary>Has the run's config say something under <c>_wandb</c>, beside what is there already.</summary>
    public void AddBookKeeping(ReadOnlySpan<string> path, string json)
    {
        var item = new ConfigItem { NestedKey = { "_wandb" }, ValueJson = json };
        foreach (var segment in path)
            item.NestedKey.Add(segment);
        Add(new Record { Config = new ConfigRecord { Update = { item } } });
    }
}
