using System.Text.Json.Nodes;
using Google.Protobuf;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>Logs that the official client wrote mean here what the official classes say they mean.</summary>
public class GoldenSpecs
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    public static IEnumerable<object[]> Cases => Golden.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_official_log_is_read_whole(string name)
    {
        using var reader = TransactionLogReader.Open(Golden.LogOf(name));

        var reading = SomeLog.Read(reader);

        Assert.Empty(reading.Damages);
        Assert.Equal(ReadOutcome.End, reading.Last);
        Assert.Equal(new FileInfo(Golden.LogOf(name)).Length, reading.Position);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_official_record_means_what_the_official_classes_say(string name)
    {
        var expected = File.ReadLines(Path.Combine(Golden.Folder(name), "records.jsonl")).Select(Known).ToList();

        var actual = RecordsOf(name).Select(JsonOf).ToList();

        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual, (first, second) => (First: first, Second: second)), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"{pair.First}\n{pair.Second}"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_official_log_is_written_back_byte_for_byte(string name)
    {
        var records = RecordsOf(name);

        var file = SomeLog.Of([.. records]);

        Assert.Equal(File.ReadAllBytes(Golden.LogOf(name)), file);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fields_that_we_do_not_know_are_kept(string name)
    {
        var records = RecordsOf(name);

        var again = records.Select(record => Record.Parser.ParseFrom(record).ToByteArray());

        Assert.Equal(records.Select(record => record.Length), again.Select(record => record.Length));
    }

    private static List<byte[]> RecordsOf(string name)
    {
        using var reader = TransactionLogReader.Open(Golden.LogOf(name));
        return SomeLog.Read(reader).Records;
    }

    /// <summary>
    /// A record without the one thing in the corpus that our schema leaves out: which deprecated features were used. They stay in the
    /// record as unknown fields.
    /// </summary>
    private static JsonNode Known(string line)
    {
        var record = JsonNode.Parse(line)!;
        if (record["telemetry"]?["deprecated"] is JsonObject deprecated)
            deprecated.Clear();
        return record;
    }

    private static JsonNode JsonOf(byte[] record)
    {
        var json = JsonNode.Parse(Formatter.Format(Record.Parser.ParseFrom(record)))!.AsObject();
        Rename(json, "info");
        Rename(json["metric"]?.AsObject(), "control");
        return json;
    }

    // Our schema writes W&B's two names with a leading underscore without it; the names are not in the file.
    private static void Rename(JsonObject? message, string field)
    {
        if (message is not null && message.Remove(field, out var value))
            message["_" + field] = value;
    }
}
