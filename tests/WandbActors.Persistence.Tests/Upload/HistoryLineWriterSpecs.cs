using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class HistoryLineWriterSpecs
{
    // What writers write, what they might, and what none should.
    private static readonly Gen<string> Json = Gen.OneOf(
        Gen.Elements("0", "-0", "12", "-1.5", "0.1e-7", "1E+22", "NaN", "Infinity", "-Infinity", "null", "true", "false", "\"text\"", "\"é日本𝄞\u2028\"", ""),
        Gen.Elements("-", "01", "1.", ".5", "1e", "1e+", "+1", "--1", "-NaN", "nan", " 1", "1 ", "1\n", "\"", "\"\"", "\"a\\nb\"", "\"a\\qb\"", "\"a\"b\"", "\"\u0001\"", "{\"a\":\n[1]}", "[1,{}]", "{", "\u007f"),
        ArbMap.Default.GeneratorFor<double>().Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Elements("loss", "accuracy", "_step", "_runtime", "k\"ey\\", "é日本𝄞", "\u2028", ""),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    private static readonly Gen<HistoryItem> Item =
        from name in Name
        from inner in Name
        from kind in Gen.Choose(0, 9)
        from json in Json
        select kind switch
        {
            < 5 => new HistoryItem { Key = name, ValueJson = json },
            < 9 => new HistoryItem { NestedKey = { name }, ValueJson = json },
            _ => new HistoryItem { NestedKey = { name, inner }, ValueJson = json },
        };

    private static readonly Arbitrary<Record[]> Rows = (
        from items in Item.ListOf()
        from step in Gen.Choose(-1, 3)
        from number in Gen.Choose(0, 300)
        select new Record
        {
            Num = number,
            History = new HistoryRecord { Item = { items }, Step = step < 0 ? null : new HistoryStep { Num = step * 1000 } },
        }).ListOf().Select(rows => rows.ToArray()).ToArbitrary();

    private readonly HistoryLineWriter _writer = new();

    [Property(MaxTest = 500)]
    public Property What_it_writes_is_the_line_of_the_parsed_record() => Prop.ForAll(Rows, rows =>
    {
        foreach (var row in rows)
        {
            var block = LineBlock.Rent(64);
            if (_writer.TryWrite(row.ToByteArray(), block, int.MaxValue))
                AssertSame(LineBlock.Of(HistoryLine.Of(Record.Parser.ParseFrom(row.ToByteArray()).History)), block);
            else
                Assert.Contains(row.History.Item, item => item.NestedKey.Count > 1);
            block.Return();
        }
    });

    [Property(MaxTest = 2000)]
    public Property Of_damaged_bytes_it_writes_what_the_parser_would_or_nothing() => Prop.ForAll(Rows, Gen.Choose(0, int.MaxValue).ListOf(20).ToArbitrary(), (rows, changes) =>
    {
        foreach (var row in rows)
        {
            var bytes = row.ToByteArray();
            foreach (var change in changes.Where(_ => bytes.Length > 0).Take(rows.Length % 3 + 1))
                bytes[change % bytes.Length] = (byte)(change >> 8);
            var block = LineBlock.Rent(64);
            if (_writer.TryWrite(bytes, block, int.MaxValue))
                AssertSame(LineBlock.Of(HistoryLine.Of(Record.Parser.ParseFrom(bytes).History)), block);
            else
                Assert.Equal(0, block.Count);
            block.Return();
        }
    });

    [Fact]
    public void A_row_of_numbers_is_escaped_as_one_string()
    {
        var block = LineBlock.Rent(64);

        var isWritten = _writer.TryWrite(Row(("loss", "0.5"), ("_step", "7"), ("gone", "NaN")), block, int.MaxValue);

        Assert.True(isWritten);
        Assert.Equal(""","{\"loss\":0.5,\"_step\":7,\"gone\":NaN}" """.TrimEnd(), Encoding.UTF8.GetString(block.Escaped(0, 1)));
        Assert.Equal("""{"loss":0.5,"_step":7,"gone":NaN}""", Encoding.UTF8.GetString(block.LineAt(0).Span));
        Assert.Equal("""{"loss":0.5,"_step":7,"gone":NaN}""".Length, block.BytesOf(0));
    }

    [Fact]
    public void Of_items_with_the_same_name_the_last_wins()
    {
        var block = LineBlock.Rent(64);

        _writer.TryWrite(Row(("a", "1"), ("b", "2"), ("a", "3")), block, int.MaxValue);

        Assert.Equal("""{"b":2,"a":3}""", Encoding.UTF8.GetString(block.LineAt(0).Span));
    }

    [Fact]
    public void A_longer_line_than_is_taken_is_left_to_the_parser()
    {
        var block = LineBlock.Rent(64);

        Assert.True(_writer.TryWrite(Row(("a", "1")), block, 7));
        Assert.False(_writer.TryWrite(Row(("a", "12")), block, 7));
        Assert.Equal(1, block.Count);
    }

    [Fact]
    public void Names_without_end_take_no_memory_without_end()
    {
        var block = LineBlock.Rent(64);
        for (var row = 0; row < 40_000; row++)
        {
            block.Clear();
            Assert.True(_writer.TryWrite(Row(($"name {row}", "1"), ("a", "2")), block, int.MaxValue));
        }

        Assert.Equal("""{"name 39999":1,"a":2}""", Encoding.UTF8.GetString(block.LineAt(0).Span));
    }

    private static void AssertSame(LineBlock expected, LineBlock actual)
    {
        Assert.Equal(Encoding.UTF8.GetString(expected.Escaped(0, 1)), Encoding.UTF8.GetString(actual.Escaped(0, actual.Count)));
        Assert.Equal((expected.Bytes, expected.Count, expected.LongestLine), (actual.Bytes, actual.Count, actual.LongestLine));
    }

    private static byte[] Row(params (string Name, string Json)[] items) => new Record
    {
        Num = 1,
        History = new HistoryRecord { Item = { items.Select(item => new HistoryItem { Key = item.Name, ValueJson = item.Json }) } },
    }.ToByteArray();
}
