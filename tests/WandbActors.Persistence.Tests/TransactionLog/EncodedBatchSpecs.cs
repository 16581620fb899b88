using System.Text;
using FsCheck;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>The hand-written protobuf of rows and summaries, held against the generated classes.</summary>
public class EncodedBatchSpecs
{
    [Theory]
    [InlineData(MetricValueKind.Float64, 0x7ff8000000000000, "NaN")]
    [InlineData(MetricValueKind.Float64, 0x7ff0000000000000, "Infinity")]
    [InlineData(MetricValueKind.Float64, unchecked((long)0xfff0000000000000), "-Infinity")]
    [InlineData(MetricValueKind.Float64, long.MinValue, "-0")]
    [InlineData(MetricValueKind.Float64, 1, "5E-324")]
    [InlineData(MetricValueKind.Float64, unchecked((long)0xffefffffffffffff), "-1.7976931348623157E+308")]
    [InlineData(MetricValueKind.Int64, long.MinValue, "-9223372036854775808")]
    [InlineData(MetricValueKind.Int64, 0, "0")]
    [InlineData(MetricValueKind.UInt64, -1, "18446744073709551615")]
    [InlineData(MetricValueKind.Bool, 0, "false")]
    [InlineData(MetricValueKind.Bool, 1, "true")]
    [InlineData(MetricValueKind.Null, 0, "null")]
    public void A_number_is_written_as_its_json(MetricValueKind kind, long bits, string json)
    {
        using var batch = new EncodedBatch();

        batch.BeginHistory(1);
        batch.AddNumber(KeyOf("loss"), kind, bits);
        batch.EndHistory(0);

        Assert.Equal(json, Record.Parser.ParseFrom(batch[0]).History.Item.Single().ValueJson);
    }

    [Fact]
    public void Step_zero_is_an_empty_message()
    {
        using var batch = new EncodedBatch();

        batch.BeginHistory(5);
        batch.AddNumber(KeyOf("loss"), MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(0.5));
        batch.EndHistory(0);

        Assert.Equal("080512100a0c0a046c6f7373820103302e351200", Convert.ToHexStringLower(batch[0]));
    }

    [Property]
    public void A_row_reads_back_through_the_generated_classes(long num, long step, NonNull<string>[][] paths, NonNull<string>[] values)
    {
        var items = ItemsOf(paths, values);
        using var batch = new EncodedBatch();

        batch.BeginHistory(num);
        foreach (var (key, json) in items)
            batch.AddJson(key, json);
        batch.EndHistory(step);

        var expected = new Record { Num = num, History = new HistoryRecord { Step = new HistoryStep { Num = step } } };
        expected.History.Item.AddRange(items.Select(item => HistoryItemOf(item.Key, item.Json)));
        Assert.Equal(expected, Record.Parser.ParseFrom(batch[0]));
    }

    [Property]
    public void A_summary_reads_back_through_the_generated_classes(long num, NonNull<string>[][] paths, NonNull<string>[] values)
    {
        var items = ItemsOf(paths, values);
        using var batch = new EncodedBatch();

        batch.BeginSummary(num);
        foreach (var (key, json) in items)
            batch.AddJson(key, json);
        batch.EndSummary();

        var expected = new Record { Num = num, Summary = new SummaryRecord() };
        expected.Summary.Update.AddRange(items.Select(item => SummaryItemOf(item.Key, item.Json)));
        Assert.Equal(expected, Record.Parser.ParseFrom(batch[0]));
    }

    [Property]
    public void A_double_reads_back_as_it_was(double value)
    {
        using var batch = new EncodedBatch();

        batch.BeginHistory(1);
        batch.AddNumber(KeyOf("x"), MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(value));
        batch.EndHistory(1);

        var json = Record.Parser.ParseFrom(batch[0]).History.Item.Single().ValueJson;
        Assert.Equal(value, double.Parse(json, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(3_000_000)]
    public void Values_of_any_length_are_written(int length)
    {
        using var batch = new EncodedBatch();
        var json = SomeLog.Record(length, (byte)'7');

        batch.BeginHistory(1);
        batch.AddJson(KeyOf("before"), "1"u8);
        batch.AddJson(KeyOf("a", "b"), json);
        batch.AddJson(KeyOf("after"), "2"u8);
        batch.EndHistory(1);

        var items = Record.Parser.ParseFrom(batch[0]).History.Item;
        Assert.Equal(["1", Encoding.UTF8.GetString(json), "2"], items.Select(item => item.ValueJson));
        Assert.Equal(["a", "b"], items[1].NestedKey);
    }

    [Fact]
    public void Records_of_all_kinds_stand_in_order()
    {
        using var batch = new EncodedBatch();

        batch.Add(1, new Record { Run = new RunRecord { RunId = "r1" } });
        batch.BeginHistory(2);
        batch.EndHistory(long.MaxValue);
        batch.BeginSummary(3);
        batch.EndSummary();
        batch.Add(4, new Record { Exit = new RunExitRecord() });

        var nums = new List<long>();
        foreach (var record in batch)
            nums.Add(Record.Parser.ParseFrom(record).Num);
        Assert.Equal([1, 2, 3, 4], nums);
        Assert.Equal(long.MaxValue, Record.Parser.ParseFrom(batch[1]).History.Step.Num);
        Assert.Equal(Enumerable.Range(0, 4).Sum(index => batch[index].Length), batch.RecordBytes);
    }

    [Fact]
    public void A_cleared_batch_begins_anew()
    {
        using var batch = new EncodedBatch();
        batch.Add(1, new Record { Exit = new RunExitRecord() });
        batch.BeginHistory(2);

        batch.Clear();
        batch.BeginSummary(7);
        batch.EndSummary();

        Assert.Equal(1, batch.Count);
        Assert.Equal(7, Record.Parser.ParseFrom(batch[0]).Num);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch[1].Length);
    }

    [Fact]
    public void Only_one_record_is_open_at_a_time()
    {
        using var batch = new EncodedBatch();

        Assert.Throws<InvalidOperationException>(() => batch.AddJson(KeyOf("x"), "1"u8));
        Assert.Throws<InvalidOperationException>(() => batch.EndHistory(1));
        batch.BeginHistory(1);
        Assert.Throws<InvalidOperationException>(() => batch.BeginSummary(2));
        Assert.Throws<InvalidOperationException>(() => batch.Add(2, new Record()));
        Assert.Throws<InvalidOperationException>(batch.EndSummary);
        batch.EndHistory(1);

        Assert.Equal(1, batch.Count);
    }

    private static EncodedKey KeyOf(params string[] segments) => new(new MetricPath(segments));

    private static List<(EncodedKey Key, byte[] Json)> ItemsOf(NonNull<string>[][] paths, NonNull<string>[] values) =>
    [
        .. paths.Where(path => path.Length > 0).Zip(
            values,
            (path, value) => (KeyOf([.. path.Select(segment => segment.Get)]), Encoding.UTF8.GetBytes(value.Get))),
    ];

    // A lone surrogate, which UTF-8 does not know, is U+FFFD in a key.
    private static string Sanitized(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static HistoryItem HistoryItemOf(EncodedKey key, byte[] json)
    {
        var item = new HistoryItem { ValueJson = Encoding.UTF8.GetString(json) };
        if (key.Path.Segments.Length == 1)
            item.Key = Sanitized(key.Path.Segments[0]);
        else
            item.NestedKey.AddRange(key.Path.Segments.ToArray().Select(Sanitized));
        return item;
    }

    private static SummaryItem SummaryItemOf(EncodedKey key, byte[] json)
    {
        var item = HistoryItemOf(key, json);
        return new SummaryItem { Key = item.Key, NestedKey = { item.NestedKey }, ValueJson = item.ValueJson };
    }
}
