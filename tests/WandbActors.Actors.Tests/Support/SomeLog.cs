using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Tests.Support;

/// <summary>Logs of attempts at runs, written as they would stand in a wandb directory.</summary>
internal static class SomeLog
{
    /// <summary>Writes the log of an attempt.</summary>
    /// <param name="home">The wandb directory.</param>
    /// <param name="attempt">The name of the attempt's directory.</param>
    /// <param name="run">Its run record, but for the start.</param>
    /// <param name="second">When it started.</param>
    /// <param name="records">What follows the run record.</param>
    public static ChainedLog Write(string home, string attempt, RunRecord run, long second, params Record[] records)
    {
        var directory = Directory.CreateDirectory(Path.Combine(home, attempt)).FullName;
        var path = Path.Combine(directory, $"run-{run.RunId}.wandb");
        run.StartTime = new Timestamp { Seconds = second };
        using (var writer = TransactionLogWriter.Create(path))
        {
            foreach (var record in (Record[])[new Record { Header = new HeaderRecord() }, new Record { Run = run }, .. records])
                writer.Append(record.ToByteArray());
            writer.Flush(toDisk: false);
        }

        return ChainedLog.At(path)!;
    }

    public static RunRecord Run(string id, bool resumed, string project = "golden", string entity = "lab") =>
        new() { RunId = id, Project = project, Entity = entity, Resumed = resumed, Config = new ConfigRecord() };

    public static Record Row(long step, double runtime) => new()
    {
        History = new HistoryRecord
        {
            Item =
            {
                new HistoryItem { NestedKey = { "_step" }, ValueJson = $"{step}" },
                new HistoryItem { NestedKey = { "_runtime" }, ValueJson = FormattableString.Invariant($"{runtime}") },
            },
        },
    };
}
