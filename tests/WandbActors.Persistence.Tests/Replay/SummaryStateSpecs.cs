using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class SummaryStateSpecs
{
    private readonly SummaryState _summary = new();

    [Fact]
    public void Later_values_replace_earlier_ones_and_removed_ones_are_gone()
    {
        _summary.Apply(new SummaryRecord { Update = { Item("loss", "1"), Item("s", "\"v\""), Item("n", """{"x":1,"y":{"z":2}}""") } });
        _summary.Apply(new SummaryRecord { Update = { Item("loss", "NaN"), Nested("3", "n", "x") }, Remove = { Item("s", ""), Nested("", "n", "y", "z") } });

        Assert.Equal("""{"loss":NaN,"n":{"x":3}}""", Text(_summary.ToUtf8()));
    }

    [Fact]
    public void Within_a_record_removal_wins()
    {
        _summary.Apply(new SummaryRecord { Update = { Item("a", "1") }, Remove = { Item("a", "") } });

        Assert.Equal("{}", Text(_summary.ToUtf8()));
    }

    [Fact]
    public void A_taken_line_is_not_due_again_before_the_next_change()
    {
        _summary.Apply(new SummaryRecord { Update = { Item("a", "1") } });
        var wasChanged = _summary.IsChanged;
        var line = Text(_summary.TakeLine());
        var isChanged = _summary.IsChanged;

        _summary.Apply(new SummaryRecord());

        Assert.Equal((true, false, false), (wasChanged, isChanged, _summary.IsChanged));
        Assert.Equal("""{"a":1}""", line);
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static SummaryItem Item(string key, string json) => new() { Key = key, ValueJson = json };

    private static SummaryItem Nested(string json, params string[] path) => new() { NestedKey = { path }, ValueJson = json };
}
