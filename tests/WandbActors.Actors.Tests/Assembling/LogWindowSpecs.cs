using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class LogWindowSpecs : IDisposable
{
    private readonly SomeAssembler _run = new();

    [Fact]
    public void Calls_are_folded_into_one_row_at_the_step_of_the_last()
    {
        Every(steps: 3, Aggregate.Mean, "loss");
        foreach (var loss in new[] { 1, 2, 6, 10, 20, 30, 5 })
            _run.Log(("loss", loss));

        Assert.Equal(["row 2: loss = 3", "row 5: loss = 20"], _run.Texts);
        Assert.Equal((7, 5, 2), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.History));
    }

    [Fact]
    public void Several_aggregates_become_nested_names()
    {
        Every(steps: 2, Aggregate.Mean | Aggregate.Min | Aggregate.Max | Aggregate.Last | Aggregate.First | Aggregate.Sum | Aggregate.Count, "loss");
        _run.Log(("loss", 1));
        _run.Log(("loss", 4));

        Assert.Equal(
            ["row 1: loss.mean = 2.5, loss.min = 1, loss.max = 4, loss.last = 4, loss.first = 1, loss.sum = 5, loss.count = 2"], _run.Texts);
    }

    [Fact]
    public void Other_metrics_keep_their_rows_and_the_aggregates_join_the_last()
    {
        Every(steps: 2, Aggregate.Mean, "grad/*");
        _run.Log(("loss", 1), ("grad/a", 1), ("grad/b", 10));
        _run.Log(("loss", 2), ("grad/a", 3), ("grad/b", 30));

        Assert.Equal(["row 0: loss = 1", "row 1: loss = 2, grad/a = 2, grad/b = 20"], _run.Texts);
        Assert.Equal((2, 0, 2), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.History));
    }

    [Fact]
    public void What_is_no_number_keeps_its_last_value()
    {
        Every(steps: 3, Aggregate.Mean | Aggregate.Max);
        _run.Log(("phase", "a"), ("flag", true), ("loss", double.NaN));
        _run.Log(("phase", "b"), ("flag", false), ("loss", 1));
        _run.Log(("loss", 2));

        Assert.Equal(["row 2: phase = \"b\", flag = false, loss.mean = NaN, loss.max = NaN"], _run.Texts);
    }

    [Fact]
    public void A_deferred_number_that_was_given_up_does_not_cost_the_others_their_mean_also_across_a_restart()
    {
        Every(steps: 3, Aggregate.Mean | Aggregate.Max, "loss");
        _run.Log(("loss", 1));
        var (inRow, inOpenRow) = (new RememberedPlace(), new RememberedPlace());
        _run.Log(("loss", inRow));
        _run.Log(commit: false, ("loss", inOpenRow));
        inRow.Place.GiveUp();
        inOpenRow.Place.GiveUp();
        _run.Restore();
        _run.Log(("note", "closes it"));

        Assert.Equal(["row 2: note = \"closes it\", loss.mean = 1, loss.max = 1"], _run.Texts);
        Assert.Equal(2, _run.Counts.ValuesLost);
    }

    [Fact]
    public void Steps_that_are_not_logged_count_too()
    {
        Every(steps: 10, Aggregate.Last, "a");
        _run.Log(5, ("a", 1));
        _run.Log(8, ("a", 2));
        _run.Log(20, ("a", 3));
        _run.Log(25, ("a", 4));
        _run.Close();

        Assert.Equal(["row 20: a = 3", "row 25: a = 4"], _run.Texts);
    }

    [Fact]
    public void A_window_ends_when_its_steps_have_passed_whoever_logs_them()
    {
        Every(steps: 10, Aggregate.Mean, "val");
        for (var step = 0; step < 5; step++)
            _run.Log(("val", step));
        for (var step = 5; step < 1000; step++)
            _run.Log(("t", step));
        _run.Close();

        Assert.Equal(995, _run.Texts.Length);
        Assert.Equal(["row 8: t = 8", "row 9: t = 9, val = 2", "row 10: t = 10"], _run.Texts[3..6]);
    }

    [Fact]
    public void A_window_of_seconds_ends_with_a_row_of_others_too()
    {
        _run.Log(new Record { LogEvery = new LogEveryRecord { Seconds = 1, Aggregates = (int)Aggregate.Sum, Metrics = { "val" } } });
        _run.Log(("val", 1));
        _run.Time.Advance(TimeSpan.FromSeconds(1));
        _run.Log(("t", 2));

        Assert.Equal(["row 1: t = 2, val = 1"], _run.Texts);
    }

    [Fact]
    public void A_window_of_seconds_ends_with_the_first_call_after_them_or_when_they_have_passed()
    {
        _run.Log(new Record { LogEvery = new LogEveryRecord { Seconds = 1, Aggregates = (int)Aggregate.Sum } });
        foreach (var milliseconds in new[] { 0, 400, 400, 400, 400 })
        {
            _run.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            _run.Log(("a", 1));
        }

        _run.CloseOverdue();
        var before = _run.Texts;
        _run.Time.Advance(TimeSpan.FromSeconds(1));
        _run.CloseOverdue();

        Assert.Equal(["row 3: a = 4"], before);
        Assert.Equal(["row 3: a = 4", "row 4: a = 1"], _run.Texts);
        Assert.Equal((5, 3, 2), (_run.Counts.Calls, _run.Counts.Merged, _run.Counts.History));
    }

    [Fact]
    public void The_end_writes_the_rest_and_the_counts_add_up()
    {
        Every(steps: 100, Aggregate.Mean, "a");
        Every(steps: 100, Aggregate.Mean, "b");
        _run.Log(("a", 1));
        _run.Log(("b", 5), ("c", 7));
        _run.End(0);

        Assert.Equal(["row 1: c = 7", "row 0: a = 1", "row 1: b = 5"], _run.Texts.Where(text => text.StartsWith("row", StringComparison.Ordinal)));
        var counts = _run.Counts;
        Assert.Equal((2, 0, 3, 1, 0), (counts.Calls, counts.Merged, counts.History, counts.Aggregates, counts.InOpenRow));
    }

    [Fact]
    public void Late_rows_are_not_folded()
    {
        Every(steps: 2, Aggregate.Sum, "a");
        _run.Log(5, commit: true, ("a", 1));
        _run.Log(2, ("a", 100));
        _run.Log(6, commit: true, ("a", 2));

        Assert.Equal(["row 2: a = 100", "row 6: a = 3"], _run.Texts);
    }

    [Fact]
    public void The_summary_and_the_definitions_see_the_aggregates()
    {
        _run.Log(new Record { Metric = new MetricRecord { Name = "loss", StepMetric = "epoch", Options = new MetricOptions { StepSync = true }, Summary = new MetricSummary { Min = true } } });
        Every(steps: 2, Aggregate.Mean);
        foreach (var loss in new[] { 1, 3, 6, 8 })
            _run.Log(("loss", loss), ("epoch", loss));
        _run.WriteSummary();

        Assert.Equal(["Metric", "row 1: loss = 2, epoch = 3", "row 3: loss = 7, epoch = 8", """summary: loss = {"min":2}, epoch = 8"""], _run.Texts);
    }

    [Fact]
    public void The_latest_rule_for_a_metric_counts()
    {
        Every(steps: 2, Aggregate.Mean);
        Every(steps: 1, Aggregate.Last, "a*");
        _run.Log(("a", 1), ("b", 1));
        _run.Log(("a", 2), ("b", 3));

        Assert.Equal(["row 0: a = 1", "row 1: b = 2, a = 2"], _run.Texts);
    }

    [Fact]
    public void A_window_too_large_to_be_carried_ends_early_and_that_is_counted()
    {
        Every(steps: 100, Aggregate.Last);
        for (var row = 0; row < 10; row++)
        {
            _run.Log(($"text-{row}", new string('x', 3_000)));
            _run.TakeAll();
            Assert.InRange(_run.Assembler.State.Length, 1, 64 * 1024);
        }

        Assert.Equal(2, _run.Counts.Split);
        Assert.Equal(["row 4", "row 9"], _run.Texts.Select(text => text.Split(':')[0]));
    }

    [Fact]
    public void An_open_window_outlives_its_assembler()
    {
        _run.Log(new Record { Metric = new MetricRecord { Name = "loss", StepMetric = "epoch", Options = new MetricOptions { StepSync = true } } });
        Every(steps: 4, Aggregate.Mean | Aggregate.First, "a", "text", "epoch");
        _run.Log(("a", 1), ("text", "x"), ("epoch", 2));
        _run.Log(("a", double.NaN));
        _run.Restore();
        _run.Log(("a", 3), ("loss", 1));
        _run.Restore();
        _run.Log(("text", "y"));

        Assert.Equal(["row 2: loss = 1, epoch = 2", "row 3: a.mean = NaN, a.first = 1, text = \"y\", epoch = 2"], _run.Texts[1..]);
    }

    public void Dispose() => _run.Dispose();

    private void Every(long steps, Aggregate aggregate, params string[] metrics) =>
        _run.Log(new Record { LogEvery = new LogEveryRecord { Steps = steps, Aggregates = (int)aggregate, Metrics = { metrics } } });
}
