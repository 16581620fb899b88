using System.Text.Json;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class StepAssemblerSpecs : IDisposable
{
    private readonly SomeAssembler _run = new();

    [Fact]
    public void Rows_are_those_of_the_official_client_but_for_the_late_one_which_is_kept()
    {
        _run.Log(0, ("a", 1));
        _run.Log(0, ("b", 2));
        _run.Log(5, ("a", 3));
        _run.Log(commit: false, ("a", 4));
        _run.Log(commit: false, ("b", 5));
        _run.Log(("c", 6));
        _run.Log(("a", 7));
        _run.Log(2, ("late", 1));
        _run.Log(10, ("a", 8));
        _run.Log(10, commit: true, ("a", 9));
        _run.Log(("a", 10));

        var official = File.ReadLines(Path.Combine(Golden.Folder("steps"), "server", "wandb-history.jsonl")).Select(Row);
        Assert.Equal(official, _run.Records.Select(Row).Where(row => !row.StartsWith("_step=2,", StringComparison.Ordinal)));
        Assert.Contains("row 2: late = 1", _run.Texts);
    }

    [Fact]
    public void A_call_without_a_step_takes_the_next_one()
    {
        _run.Log(("a", 1));
        _run.Log(("a", 2));
        _run.Log();
        _run.Log(("a", 3));

        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "row 3: a = 3"], _run.Texts);
    }

    [Fact]
    public void A_resumed_run_goes_on_at_its_step()
    {
        using var run = new SomeAssembler(startingStep: 100);

        run.Log(("a", 1));
        run.Log(99, ("a", 2));

        Assert.Equal(["row 100: a = 1", "row 99: a = 2"], run.Texts);
    }

    [Fact]
    public void A_row_with_a_step_stays_open_until_a_higher_step_comes()
    {
        _run.Log(3, ("a", 1));
        var before = _run.Texts;
        _run.Log(7, ("a", 2));
        _run.Close();

        Assert.Empty(before);
        Assert.Equal(["row 3: a = 1", "row 7: a = 2"], _run.Texts);
    }

    [Fact]
    public void Calls_at_one_step_join_and_the_later_value_counts()
    {
        _run.Log(3, ("a", 1), ("b", 1));
        _run.Log(commit: false, ("b", 2), ("c", "x"));
        _run.Log(3, commit: true, ("a", 3));

        Assert.Equal(["row 3: a = 3, b = 2, c = \"x\""], _run.Texts);
    }

    [Fact]
    public void A_late_row_is_written_alone_and_changes_nothing_else()
    {
        _run.Log(5, ("a", 1));
        _run.Log(2, ("a", 100), ("z", 1));
        _run.Log(3, commit: true, ("a", 200));
        _run.Log(commit: true, ("b", 2));
        _run.Log(("c", 3));
        _run.WriteSummary();

        Assert.Equal(["row 2: a = 100, z = 1", "row 3: a = 200", "row 5: a = 1, b = 2", "row 6: c = 3", "summary: a = 1, b = 2, c = 3"], _run.Texts);
        Assert.Equal("6", _run.Records[^1].ValueOf("_step"));
        Assert.Equal(2, _run.Counts.Late);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue + 1)]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 53) + 1)]
    public void A_step_that_is_none_is_replaced_by_the_next_and_counted_and_said_once(long none)
    {
        _run.Log(5, ("a", 1));
        _run.Log(none, ("a", 2));
        _run.Log(none, ("a", 3));
        _run.Log(("a", 4));
        _run.Restore();

        Assert.Equal(["row 5: a = 1", "row 6: a = 2", "row 7: a = 3", "row 8: a = 4"], _run.Texts);
        Assert.Equal((4, 4, 0, 2), (_run.Counts.Calls, _run.Counts.History, _run.Counts.Late, _run.Counts.StepsReplaced));
    }

    [Fact]
    public void The_greatest_step_is_one()
    {
        _run.Log(1L << 53, commit: true, ("a", 1));
        _run.Log(-1, ("a", 2));

        Assert.Equal(["row 9007199254740992: a = 1", "row 9007199254740993: a = 2"], _run.Texts);
        Assert.True(_run.Assembler.Remarks.TryTake(out var remark));
        Assert.Contains("step -1 is not from 0 to 9,007,199,254,740,992", remark);
        Assert.False(_run.Assembler.Remarks.TryTake(out _));
    }

    [Fact]
    public void An_empty_row_closes_its_step_and_writes_nothing()
    {
        _run.Log(4);
        _run.Log(2);
        _run.Log(commit: false);
        _run.Log();
        _run.Log(("a", 1));

        Assert.Equal(["row 5: a = 1"], _run.Texts);
        Assert.Equal((5, 4, 1), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.History));
    }

    [Fact]
    public void Of_a_name_that_comes_twice_in_one_call_the_last_value_counts()
    {
        _run.Log(("a", 1), ("b", 1), ("a", 2));
        _run.Log(0, ("a", 3), ("a", "x"));
        _run.Log(commit: false, ("a", 4), ("a", 5));
        _run.Close();

        Assert.Equal(["row 0: b = 1, a = 2", "row 0: a = \"x\"", "row 1: a = 5"], _run.Texts);
    }

    [Fact]
    public void Records_take_their_place_among_the_rows_and_are_numbered_with_them()
    {
        _run.Log(new Record { Header = new HeaderRecord() });
        _run.Log(("a", 1));
        _run.Log(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "1" } } } });
        _run.Log(("a", 2));
        _run.End(3);

        Assert.Equal(["Header", "row 0: a = 1", "Config", "row 1: a = 2", "Telemetry", "summary: a = 2", "summary: ", "exit 3", "Final", "Footer"], _run.Texts);
        Assert.Equal(Enumerable.Range(1, 10), _run.Records.Select(record => (int)record.Num));
    }

    [Fact]
    public void In_an_open_row_a_number_replaces_an_object_and_the_other_way_round()
    {
        _run.Log(commit: false, ("a", 1), ("b", MetricValue.Of(new { c = 1, d = 2 })));
        _run.Log(commit: false, ("a", MetricValue.Of(new { c = 3 })), ("b", 4));
        _run.Log(("a", 5), ("b", MetricValue.Of(new { c = 6 })));

        _run.TakeAll();
        Assert.Equal("row 0: b.d = 2, a.c = 3, b = 4, a = 5, b.c = 6", _run.Texts[^1]); // what comes last counts
    }

    [Fact]
    public void The_end_closes_the_open_row()
    {
        _run.Log(commit: false, ("a", 1));

        _run.End(0);

        Assert.Equal("row 0: a = 1", _run.Texts[0]);
        Assert.Equal(0, _run.Counts.InOpenRow);
    }

    [Fact]
    public void An_open_row_too_large_to_be_carried_is_written_and_its_step_goes_on()
    {
        _run.Log(3, ("a", 1), ("text", new string('x', 40_000)));
        _run.Log(3, ("b", 2));
        _run.Log(("c", 3));

        Assert.Equal([$"row 3: a = 1, text = \"{new string('x', 40_000)}\"", "row 3: b = 2, c = 3"], _run.Texts);
        Assert.Equal((3, 1, 2, 1), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.History, _run.Counts.Split));
    }

    [Fact]
    public void An_open_row_of_many_long_names_still_fits_its_mark_slot()
    {
        using var run = new SomeAssembler(new() { RingBytes = 4 << 20, KeyTableBytes = 1 << 20 });

        for (var call = 0; call < 2_000; call++)
        {
            run.Log(3, ($"{call}-{new string('n', 90)}", call));
            run.TakeAll();
            if (run.Assembler.IsSummaryLarge)
                run.WriteSummary();
            Assert.InRange(run.Assembler.State.Length, 1, RowBufferFormat.MaxStateBytes);
        }

        Assert.NotEqual(0, run.Counts.Split);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_set_aside_and_the_others_go_on()
    {
        _run.Log(commit: false, ("a", 1));
        _run.LogPoisoned(null, commit: false);
        _run.Log(("b", 2));
        _run.LogPoisoned(null, commit: true);
        _run.Log(("c", 3));

        Assert.Equal(["row 0: a = 1, b = 2", "row 1: c = 3"], _run.Texts);
        Assert.Equal((3, 1, 2, 2), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.History, _run.Counts.Poisoned));
    }

    [Fact]
    public void What_an_unreadable_row_of_a_higher_step_closes_is_not_lost()
    {
        _run.Log(3, ("a", 1));
        _run.LogPoisoned(9, commit: true);
        _run.Log(("b", 2));

        Assert.Equal(["row 3: a = 1", "row 9: b = 2"], _run.Texts);
        Assert.Equal([1, 2], _run.Records.Select(record => record.Num));
    }

    [Fact]
    public void An_unreadable_row_opens_none()
    {
        _run.LogPoisoned(3, commit: false);
        _run.Close();

        Assert.Empty(_run.Texts);
        Assert.Equal((0, 0, 0, 1), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.InOpenRow, _run.Counts.Poisoned));
    }

    public void Dispose() => _run.Dispose();

    private static string Row(Record record) => Row(record.History.Item.Select(ReadableRecord.Pair));

    private static string Row(string line)
    {
        using var row = JsonDocument.Parse(line);
        return Row(row.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetRawText())));
    }

    private static string Row(IEnumerable<(string Key, string Json)> items) => string.Join(',', items
        .Where(item => item.Key is not ("_timestamp" or "_runtime"))
        .Select(item => $"{item.Key}={item.Json}")
        .Order(StringComparer.Ordinal));
}
