using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>The second reader that other specs rely on: content with official logs, and with nothing that is wrong.</summary>
public class PlainLogSpecs
{
    private static readonly Record Header = new() { Header = new HeaderRecord() };
    private static readonly Record Run = new() { Run = new RunRecord { RunId = "r1" } };
    private static readonly Record Exit = new() { Exit = new RunExitRecord() };

    public static IEnumerable<object[]> Cases => Golden.Cases;

    public static TheoryData<string, string> Rows => new()
    {
        { "a row without an integer _step", """{"_runtime":1,"_timestamp":1}""" },
        { "a row without an integer _step", """{"_step":1.5,"_runtime":1,"_timestamp":1}""" },
        { "a row without a number _runtime", """{"_step":0,"_timestamp":1}""" },
        { "a row without a number _timestamp", """{"_step":0,"_runtime":1,"_timestamp":"now"}""" },
        { "step 0, but _step is 3", """{"_step":3,"_runtime":1,"_timestamp":1}""" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_has_no_complaint_about_an_official_log(string name)
    {
        var log = PlainLog.Read(Golden.LogOf(name));

        Assert.Empty(log.Complaints);
        Assert.Equal(File.ReadLines(Path.Combine(Golden.Folder(name), "records.jsonl")).Count(), log.Records.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_rows_are_those_that_the_official_sync_sends(string name)
    {
        var file = Path.Combine(Golden.Folder(name), "server", "wandb-history.jsonl");
        var sent = File.Exists(file) ? File.ReadAllLines(file) : [];

        var log = PlainLog.Read(Golden.LogOf(name));

        Assert.Equal(sent.Length, log.History.Count);
    }

    [Fact]
    public void A_row_is_read_by_its_keys()
    {
        using var batch = new EncodedBatch();
        batch.BeginHistory(1);
        batch.AddJson(new EncodedKey(new MetricPath("loss")), "0.5"u8);
        batch.AddJson(new EncodedKey(new MetricPath("a", "b")), "\"NaN\""u8);
        batch.EndHistory(-3);

        var log = PlainLog.Parse(SomeLog.Of(batch[0].ToArray()));

        Assert.Equal(new Dictionary<string, string> { ["loss"] = "0.5", ["a.b"] = "\"NaN\"" }, Assert.Single(log.History));
        Assert.Equal(-3, log.Records[0].Step);
    }

    [Fact]
    public void A_log_with_its_tail_in_order_is_right()
    {
        var log = LogOf(Header, Run, Exit, new Record { Final = new FinalRecord() }, new Record { Footer = new FooterRecord() });

        Assert.Empty(log.Complaints);
    }

    [Fact]
    public void It_complains_about_the_order_of_records()
    {
        Assert.Equal("record 1: the header must be the first record and only that", Only(LogOf(Run)));
        Assert.Equal("record 3: the header must be the first record and only that", Only(LogOf(Header, Run, Header)));
        Assert.Equal("record 2: kind 10 comes before the run", Only(LogOf(Header, new Record { Alert = new AlertRecord() })));
        Assert.Equal("record 4: kind 17 comes after the exit", Only(LogOf(Header, Run, Exit, Run)));
        Assert.Equal("record 4: kind 18 comes after the exit", Only(LogOf(Header, Run, Exit, Exit)));
        Assert.Equal("record 3: kind 20 comes before the exit", Only(LogOf(Header, Run, new Record { Final = new FinalRecord() })));
    }

    [Theory]
    [InlineData("0803", "it is of no kind")]
    [InlineData("0803a20600", "a request must never be in a file")]
    [InlineData("0803c20100", "noop_link_artifact must not be written")]
    [InlineData("0803e20100", "kind 28 is unknown")]
    [InlineData("08035200a20600", "it is of several kinds: 10, 100")]
    public void It_complains_about_records_that_no_file_may_hold(string payload, string complaint)
    {
        var log = PlainLog.Parse(SomeLog.Of(Payload(1, Header), Payload(2, Run), Convert.FromHexString(payload)));

        Assert.Equal($"record 3: {complaint}", Only(log));
    }

    [Fact]
    public void It_complains_about_gaps_in_the_numbers()
    {
        var log = PlainLog.Parse(SomeLog.Of(Payload(1, Header), Payload(2, Run), Payload(4, Exit)));

        Assert.Equal("record 3 has num 4", Only(log));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_complains_about_rows_that_lack_something(string complaint, string row)
    {
        var history = new HistoryRecord { Step = new HistoryStep() };
        foreach (var (key, value) in System.Text.Json.Nodes.JsonNode.Parse(row)!.AsObject())
            history.Item.Add(new HistoryItem { Key = key, ValueJson = value!.ToJsonString() });

        var log = LogOf(Header, Run, new Record { History = history });

        Assert.Equal($"record 3: {complaint}", Only(log));
    }

    [Theory]
    [InlineData("x", "1,", "record 3: the value of 'x' is not JSON: 1,")]
    [InlineData("x", "nan", "record 3: the value of 'x' is not JSON: nan")]
    [InlineData("x", "\"a\u0001\"", "record 3: the value of 'x' is not JSON: \"a\u0001\"")]
    [InlineData("", "1", "record 3: an item has no key")]
    [InlineData("_step", "1", "record 3: '_step' comes twice")]
    public void It_complains_about_items(string key, string json, string complaint)
    {
        var summary = new SummaryRecord { Update = { new SummaryItem { Key = "_step", ValueJson = "{\"NaN\": [NaN, -Infinity]}" } } };
        summary.Update.Add(new SummaryItem { Key = key, ValueJson = json });

        var log = LogOf(Header, Run, new Record { Summary = summary });

        Assert.Equal(complaint, Only(log));
    }

    [Theory]
    [InlineData(0, "the file has no W&B header")]
    [InlineData(9, "byte 7: a chunk's CRC is wrong")]
    [InlineData(12, "byte 7: a chunk reaches over its block")]
    [InlineData(32_763, "byte 32763: padding is not zero")]
    public void It_complains_about_a_flipped_byte(int at, string complaint)
    {
        var file = SomeLog.Of(LongHeader(32_754 - 5), Payload(2, Run));
        file[at] ^= 0x80;

        var log = PlainLog.Parse(file);

        Assert.Equal(complaint, Only(log));
    }

    [Theory]
    [InlineData(3, "the file ends within a chunk's header")]
    [InlineData(10, "the file ends within a chunk")]
    public void It_complains_about_a_torn_tail(int bytesOfIt, string complaint)
    {
        var whole = SomeLog.Of(Payload(1, Header)).Length;
        var file = SomeLog.Of(Payload(1, Header), Payload(2, Run))[..(whole + bytesOfIt)];

        var log = PlainLog.Parse(file);

        Assert.Equal($"byte {whole}: {complaint}", Only(log));
    }

    [Fact]
    public void It_complains_about_zeros_behind_the_records()
    {
        var file = SomeLog.Of(Payload(1, Header));

        var log = PlainLog.Parse([.. file, .. new byte[100]]);

        Assert.Equal($"byte {file.Length}: a chunk's CRC is wrong", Only(log));
    }

    private static string Only(PlainLog log) => Assert.Single(log.Complaints);

    private static PlainLog LogOf(params Record[] records) => PlainLog.Parse(SomeLog.Of([.. records.Select((record, index) => Payload(index + 1, record))]));

    private static byte[] Payload(long num, Record record)
    {
        using var batch = new EncodedBatch();
        batch.Add(num, record.Clone());
        return batch[0].ToArray();
    }

    private static byte[] LongHeader(int length)
    {
        var header = new Record { Header = new HeaderRecord { VersionInfo = new VersionInfo { Producer = new string('x', length - 15) } } };
        var payload = Payload(1, header);
        Assert.Equal(length, payload.Length);
        return payload;
    }
}
