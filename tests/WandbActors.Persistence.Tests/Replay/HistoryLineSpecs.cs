using System.Text;
using FsCheck;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class HistoryLineSpecs
{
    [Fact]
    public void Flat_items_are_copied()
    {
        var record = new HistoryRecord { Item = { Item("loss", "0.50"), Item("_step", "0"), Item("gone", "NaN"), Item("k\"ey", "-Infinity") } };

        Assert.Equal("""{"loss":0.50,"_step":0,"gone":NaN,"k\"ey":-Infinity}""", Line(record));
    }

    [Fact]
    public void A_nested_key_wins_over_a_plain_one()
    {
        var one = Item("plain", "1");
        one.NestedKey.Add("nested");
        var two = Item("plain", "2");
        two.NestedKey.Add(["a", "b"]);

        Assert.Equal("""{"nested":1}""", Line(new HistoryRecord { Item = { one } }));
        Assert.Equal("""{"nested":1,"a":{"b":2}}""", Line(new HistoryRecord { Item = { one, two } }));
    }

    [Fact]
    public void Leaves_of_one_object_come_together_again()
    {
        var record = new HistoryRecord { Item = { Nested("1", "a", "b"), Item("c", "2"), Nested("""{"e":3}""", "a", "d"), Nested("4", "a", "d", "f") } };

        Assert.Equal("""{"a":{"b":1,"d":{"e":3,"f":4}},"c":2}""", Line(record));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void Of_items_with_the_same_name_the_last_wins(int count)
    {
        var record = new HistoryRecord();
        for (var i = 0; i < count; i++)
            record.Item.Add([Item("same", $"{i}"), Item($"key {i}", "0")]);

        var line = JsonMeaning.Node(Line(record)).AsObject();

        Assert.Equal(count + 1, line.Count);
        Assert.Equal(count - 1, (int)line["same"]!);
    }

    [Fact]
    public void An_empty_record_is_a_line_too() => Assert.Equal("{}", Line(new HistoryRecord()));

    [Property]
    public bool Any_record_is_one_line_of_json((NonNull<string> Key, NonNull<string> Json, bool IsNested)[] items)
    {
        var record = new HistoryRecord();
        foreach (var (key, json, isNested) in items)
            record.Item.Add(isNested ? Nested(json.Get, key.Get, "leaf") : Item(key.Get, json.Get));

        var line = Line(record);

        return !line.Contains('\n') && JsonMeaning.Of(line).StartsWith('{');
    }

    private static string Line(HistoryRecord record) => Encoding.UTF8.GetString(HistoryLine.Of(record).Span);

    private static HistoryItem Item(string key, string json) => new() { Key = key, ValueJson = json };

    private static HistoryItem Nested(string json, params string[] path) => new() { NestedKey = { path }, ValueJson = json };
}
