using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Cli;

/// <summary>A run on disk with as many rows as wanted, in project <c>golden</c> of <c>lab</c>.</summary>
internal sealed record SomeRun(string Id, int Rows = 3)
{
    /// <summary>What stands before the run's id in its directory's name.</summary>
    public string Prefix { get; init; } = "offline-run-20260821_101500-";

    /// <summary>Seconds since 1970.</summary>
    public long StartedAt { get; init; } = 1_800_000_000;

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool HasRunRecord { get; init; } = true;

    /// <summary>Whether a record that is no message stands before the rows.</summary>
    public bool HasNonsense { get; init; }

    public bool HasEnd { get; init; } = true;

    public int ExitCode { get; init; }

    /// <summary>Characters of a text in the first row.</summary>
    public int TextLength { get; init; }

    /// <summary>Names of files that the log says are to be sent.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Writes the log into a directory of its own; returns the log's path.</summary>
    public string WriteTo(TempDirectory home, string folder = "wandb")
    {
        var directory = Directory.CreateDirectory(Path.Combine(home[folder], Prefix + Id)).FullName;
        var path = Path.Combine(directory, $"run-{Id}.wandb");
        using var writer = TransactionLogWriter.Create(path);
        foreach (var record in Records())
            writer.Append(record);
        writer.Flush(toDisk: false);
        return path;
    }

    private IEnumerable<byte[]> Records()
    {
        yield return new Record { Header = new HeaderRecord() }.ToByteArray();
        if (HasRunRecord)
            yield return new Record { Run = new RunRecord { RunId = Id, Project = "golden", Entity = "lab", StartTime = new Timestamp { Seconds = StartedAt }, Tags = { Tags } } }.ToByteArray();
        if (HasNonsense)
            yield return [0xFF, 0xFF];
        for (var step = 0; step < Rows; step++)
            yield return new Record { History = Row(step, step == 0 ? TextLength : 0) }.ToByteArray();
        if (Files.Count > 0)
            yield return new Record { Files = new FilesRecord { Files = { Files.Select(path => new FilesItem { Path = path }) } } }.ToByteArray();
        if (HasEnd)
            yield return new Record { Exit = new RunExitRecord { ExitCode = ExitCode } }.ToByteArray();
    }

    private static HistoryRecord Row(int step, int textLength) => new()
    {
        Step = new HistoryStep { Num = step },
        Item =
        {
            new HistoryItem { Key = "loss", ValueJson = (1.0 / (step + 1)).ToString(CultureInfo.InvariantCulture) },
            new HistoryItem { Key = "_step", ValueJson = step.ToString(CultureInfo.InvariantCulture) },
            textLength > 0 ? [new HistoryItem { Key = "text", ValueJson = $"\"{new string('x', textLength)}\"" }] : Array.Empty<HistoryItem>(),
        },
    };
}
