using System.Text.Json.Nodes;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Api.Tests.DataTypes;

/// <summary>What a run has left on disk: its records, its rows as a server keeps them, and its files.</summary>
internal static class RunFiles
{
    public static List<Record> RecordsOf(Run run) => RecordsOf(Path.Combine(run.Directory, $"run-{run.Id}.wandb"));

    public static List<Record> RecordsOf(string log)
    {
        using var reader = TransactionLogReader.Open(log);
        var records = new List<Record>();
        while (reader.Read(out var bytes) == ReadOutcome.Record)
            records.Add(Record.Parser.ParseFrom(bytes.Span));
        return records;
    }

    public static List<JsonObject> RowsOf(IEnumerable<Record> records) =>
    [
        .. records.Where(record => record.History is not null)
            .Select(record => JsonMeaning.Node(System.Text.Encoding.UTF8.GetString(HistoryLine.Of(record.History).Span)).AsObject()),
    ];

    public static string[] NamedIn(IEnumerable<Record> records) =>
        [.. records.Where(record => record.Files is not null).SelectMany(record => record.Files.Files).Select(file => file.Path)];

    public static byte[] Read(Run run, string path) => File.ReadAllBytes(Path.Combine(run.Directory, "files", path));
}
