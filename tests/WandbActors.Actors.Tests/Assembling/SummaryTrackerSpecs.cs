using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class SummaryTrackerSpecs : IDisposable
{
    private readonly SomeAssembler _run = new();

    [Fact]
    public void A_summary_holds_the_last_value_of_each_metric()
    {
        _run.Log(("a", 1), ("b", "x"));
        _run.Log(("a", 2.5));
        _run.Log(("c", Histogram.FromCounts([1], [0, 1])));
        _run.WriteSummary();

        Assert.Equal("""summary: a = 2.5, b = "x", c = {"_type":"histogram","values":[1],"bins":[0,1]}""", _run.Texts[^1]);
    }

    [Fact]
    public void The_next_one_holds_only_what_has_changed()
    {
        _run.Log(("a", 1), ("b", 1));
        _run.WriteSummary();
        _run.Log(("b", "text"), ("c", 1));
        _run.Log(("b", 2));
        _run.WriteSummary();

        Assert.Equal("summary: b = 2, c = 1", _run.Texts[^1]);
    }

    [Fact]
    public void A_short_text_after_a_long_one_is_the_short_one()
    {
        _run.Log(("a", "a long text"));
        _run.Log(("a", "short"));
        _run.WriteSummary();

        Assert.Equal("summary: a = \"short\"", _run.Texts[^1]);
    }

    [Fact]
    public void Without_changes_there_is_none()
    {
        _run.Log(("a", 1));
        _run.WriteSummary();
        _run.WriteSummary();

        Assert.Single(_run.Records, record => record.Summary is not null);
    }

    [Fact]
    public void It_says_step_and_time_of_the_newest_row_and_the_runtime_in_whole_seconds()
    {
        _run.Time.Advance(TimeSpan.FromSeconds(7.75));
        _run.Log(41, commit: true, ("a", 1));
        _run.WriteSummary();

        var (row, summary) = (_run.Records[0], _run.Records[1]);
        Assert.Equal("41", summary.ValueOf("_step"));
        Assert.Equal("7.75", summary.ValueOf("_runtime"));
        Assert.Equal("7", summary.ValueOf("_wandb.runtime"));
        Assert.Equal(row.ValueOf("_timestamp"), summary.ValueOf("_timestamp"));
        Assert.Equal(["_wandb", "runtime"], summary.Summary.Update[^1].NestedKey);
    }

    [Fact]
    public void What_the_user_sets_holds_against_all_earlier_rows()
    {
        _run.Log(("loss", 1));
        _run.Log(Set("loss", "-1"));
        _run.Log(("other", 2));
        _run.End(0);

        Assert.Equal(["row 0: loss = 1", "summary: loss = 1", "summary: loss = -1", "row 1: other = 2", "Telemetry", "summary: other = 2"], _run.Texts[..6]);
    }

    [Fact]
    public void A_later_row_holds_against_what_the_user_set()
    {
        _run.Log(Set("loss", "-1"));
        _run.Log(("loss", 3));
        _run.WriteSummary();

        Assert.Equal(["summary: loss = -1", "row 0: loss = 3", "summary: loss = 3"], _run.Texts);
    }

    [Fact]
    public void A_number_that_was_an_object_for_a_row_is_the_newest_number()
    {
        _run.Log(("a", 1));
        _run.Log(("a", MetricValue.Of(new { b = 5 })));
        _run.Log(("a", 2));
        _run.WriteSummary();

        Assert.Equal("summary: a.b = 5, a = 2", _run.Texts[^1]);
    }

    [Fact]
    public void A_data_type_is_there_whole_whatever_is_defined()
    {
        _run.Log(new Record { Metric = new MetricRecord { Name = "c", Summary = new MetricSummary { Min = true, Last = true } } });
        _run.Log(("c", Histogram.FromCounts([1], [0, 1])));
        _run.WriteSummary();

        Assert.Equal("""summary: c = {"_type":"histogram","values":[1],"bins":[0,1]}""", _run.Texts[^1]);
    }

    [Fact]
    public void What_was_removed_goes_on_by_its_definition()
    {
        _run.Log(new Record { Metric = new MetricRecord { Name = "loss", Summary = new MetricSummary { Min = true, First = true } } });
        _run.Log(("loss", 1));
        _run.Log(new Record { Summary = new SummaryRecord { Remove = { new SummaryItem { Key = "loss" } } } });
        _run.Log(("loss", 3));
        _run.WriteSummary();

        Assert.Equal("""summary: loss = {"min":1,"first":3}""", _run.Texts[^1]);
    }

    [Fact]
    public void What_the_user_sets_within_a_defined_metric_ends_its_definition()
    {
        _run.Log(new Record { Metric = new MetricRecord { Name = "loss", Summary = new MetricSummary { Min = true } } });
        _run.Log(("loss", 1));
        _run.Log(new Record { Summary = new SummaryRecord { Update = { new SummaryItem { NestedKey = { "loss", "min" }, ValueJson = "0" } } } });
        _run.Log(("loss", 3));
        _run.WriteSummary();

        Assert.Equal("summary: loss = 3", _run.Texts[^1]);
    }

    [Fact]
    public void The_open_row_is_not_in_it_before_it_is_complete()
    {
        _run.Log(commit: false, ("a", 1));
        _run.WriteSummary();
        _run.Log(("b", 2));
        _run.WriteSummary();

        Assert.Equal(["row 0: a = 1, b = 2", "summary: a = 1, b = 2"], _run.Texts);
    }

    [Fact]
    public void Changes_that_no_record_holds_yet_outlive_their_assembler()
    {
        _run.Log(("a", 1), ("b", "x"));
        _run.Log(Set("b", "\"set\""));
        _run.Log(("c", double.NaN));
        _run.Restore();
        _run.Log(("d", 4));
        _run.WriteSummary();

        Assert.Equal("summary: c = NaN, d = 4", _run.Texts[^1]);
        Assert.Equal("2", _run.Records[^1].ValueOf("_step"));
    }

    [Fact]
    public void Changes_too_large_to_be_carried_ask_to_be_written()
    {
        _run.Log(("a", new string('x', 20_000)));
        _run.TakeAll();
        var wasLarge = _run.Assembler.IsSummaryLarge;
        _run.Log(("b", new string('x', 20_000)));
        _run.TakeAll();

        Assert.False(wasLarge);
        Assert.True(_run.Assembler.IsSummaryLarge);
    }

    public void Dispose() => _run.Dispose();

    private static Record Set(string key, string json) =>
        new() { Summary = new SummaryRecord { Update = { new SummaryItem { Key = key, ValueJson = json } } } };
}
