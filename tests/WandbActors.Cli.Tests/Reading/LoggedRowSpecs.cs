using System.Text;
using Google.Protobuf;
using WandbActors.Persistence.Records;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Cli.Reading;

public sealed class LoggedRowSpecs
{
    [Theory]
    [InlineData("1", CellKind.Integer)]
    [InlineData("-9223372036854775808", CellKind.Integer)]
    [InlineData("9223372036854775808", CellKind.Number)]
    [InlineData("1.0", CellKind.Number)]
    [InlineData("-Infinity", CellKind.Number)]
    [InlineData("NaN", CellKind.Number)]
    [InlineData("true", CellKind.Flag)]
    [InlineData("null", CellKind.Null)]
    [InlineData("", CellKind.Null)]
    [InlineData("\"1\"", CellKind.Text)]
    [InlineData("{\"a\":1}", CellKind.Json)]
    [InlineData("{\"a\":", CellKind.Text)]
    [InlineData("nonsense", CellKind.Text)]
    public void A_value_is_what_its_json_says_and_what_is_no_json_is_a_text(string json, object kind)
    {
        Assert.Equal((CellKind)kind, new Cell(0, Encoding.UTF8.GetBytes(json)).Kind);
    }

    [Fact]
    public void Of_a_name_that_comes_twice_the_last_value_counts_and_parts_of_names_are_joined()
    {
        var row = new LoggedRow(new ColumnNames());

        row.Take(new HistoryRecord
        {
            Item =
            {
                new HistoryItem { Key = "loss", ValueJson = "1" },
                new HistoryItem { NestedKey = { "val", "acc" }, ValueJson = "2" },
                new HistoryItem { Key = "loss", ValueJson = "3" },
            },
            Step = new HistoryStep { Num = 7 },
        });

        Assert.Equal(["loss 3", "val.acc 2"], row.Cells.Select(cell => $"{row.Names[cell.Column]} {cell.Json}"));
        Assert.Equal(7, row.Step);
    }

    [Fact]
    public void A_row_is_read_alike_from_its_bytes_and_by_the_parser()
    {
        var record = new Record
        {
            Num = 1,
            History = new HistoryRecord { Item = { new HistoryItem { Key = "ü", ValueJson = "\"text\"" }, new HistoryItem { Key = "_step", ValueJson = "9" } } },
        };
        var (fast, parsed) = (new LoggedRow(new ColumnNames()), new LoggedRow(new ColumnNames()));

        Assert.True(fast.TryRead(record.ToByteArray()));
        parsed.Take(record.History);

        Assert.Equal(parsed.Cells.Select(cell => (parsed.Names[cell.Column], cell.Text)), fast.Cells.Select(cell => (fast.Names[cell.Column], cell.Text)));
        Assert.Equal((9, 9), (fast.Step, parsed.Step));
    }

    [Fact]
    public void A_running_time_that_is_no_number_is_none()
    {
        var row = new LoggedRow(new ColumnNames());

        row.Take(new HistoryRecord { Item = { new HistoryItem { Key = "_runtime", ValueJson = "NaN" }, new HistoryItem { Key = "_timestamp", ValueJson = "1e400" } } });

        Assert.Equal((null, null), (row.Runtime, row.Timestamp));
    }
}
