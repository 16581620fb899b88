using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using Goals = WandbActors.Persistence.Records.MetricRecord.Types.MetricGoal;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class MetricDefinitionSpecs : IDisposable
{
    private readonly SomeAssembler _run = new();

    [Fact]
    public void A_summary_of_several_kinds_is_an_object_of_exactly_these()
    {
        Define("loss", new MetricSummary { Min = true, Max = true, Mean = true, First = true, Last = true });
        _run.Log(("loss", 3));
        _run.Log(("loss", 1));
        _run.Log(("loss", 2));
        _run.WriteSummary();

        Assert.Equal("""summary: loss = {"min":1,"max":3,"mean":2,"first":3,"last":2}""", _run.Texts[^1]);
    }

    [Theory]
    [InlineData(Goal.Maximize, "0.9")]
    [InlineData(Goal.Minimize, "0.1")]
    public void The_best_value_is_the_nearest_to_the_goal_whatever_is_no_number(Goal goal, string best)
    {
        Define(new MetricRecord { Name = "acc", Summary = new MetricSummary { Best = true }, Goal = (Goals)goal });
        foreach (var value in new MetricValue[] { 0.5, double.NaN, 0.9, "text", 0.1, 0.4 })
            _run.Log(("acc", value));
        _run.WriteSummary();

        Assert.Equal($"summary: acc = {{\"best\":{best}}}", _run.Texts[^1]);
    }

    [Fact]
    public void Without_a_goal_there_is_no_best_value()
    {
        Define("acc", new MetricSummary { Best = true });
        _run.Log(("acc", 0.5));
        _run.WriteSummary();

        Assert.Equal("summary: acc = 0.5", _run.Texts[^1]);
    }

    [Fact]
    public void A_metric_may_be_left_out_of_the_summary()
    {
        Define("a", new MetricSummary { None = true });
        _run.Log(("a", 1), ("b", 2));
        _run.WriteSummary();

        Assert.Equal("summary: b = 2", _run.Texts[^1]);
    }

    [Fact]
    public void What_is_no_number_leaves_the_statistics_alone_and_NaN_does_not()
    {
        Define("a", new MetricSummary { Min = true, Mean = true, Last = true });
        _run.Log(("a", 1));
        _run.Log(("a", "text"));
        _run.WriteSummary();
        _run.Log(("a", double.NaN));
        _run.WriteSummary();

        Assert.Equal(
            ["""summary: a = {"min":1,"mean":1,"last":"text"}""", """summary: a = {"min":NaN,"mean":NaN,"last":NaN}"""],
            _run.Texts.Where(text => text.StartsWith("summary", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_definition_counts_the_rows_before_it_too()
    {
        _run.Log(("a", 5));
        _run.Log(("a", 1));
        Define("a", new MetricSummary { Max = true, First = true });
        _run.Log(("a", 3));
        _run.WriteSummary();

        Assert.Equal("""summary: a = {"max":5,"first":5}""", _run.Texts[^1]);
    }

    [Fact]
    public void A_glob_defines_each_metric_that_it_matches_before_its_first_row()
    {
        Define(new MetricRecord { GlobName = "val/*", StepMetric = "epoch", Options = new MetricOptions { StepSync = true, Defined = true } });
        _run.Log(("train/loss", 1), ("_val/loss", 2), ("epoch", 7));
        _run.Log(("val/loss", 3));
        _run.Log(("val/loss", 4), ("val/acc", 5));

        Assert.Equal(
            ["Metric", "row 0: train/loss = 1, _val/loss = 2, epoch = 7", "Metric", "row 1: val/loss = 3, epoch = 7", "Metric", "row 2: val/loss = 4, val/acc = 5, epoch = 7"],
            _run.Texts);
        var expected = new MetricRecord
        {
            Name = "val/loss",
            StepMetric = "epoch",
            Options = new MetricOptions { StepSync = true },
            Summary = new MetricSummary(),
            Control = new MetricControl { Overwrite = true },
            ExpandedFromGlob = true,
        };
        Assert.Equal(expected, _run.Records[2].Metric);
        Assert.Equal(Enumerable.Range(1, 6), _run.Records.Select(record => (int)record.Num));
    }

    [Fact]
    public void A_missing_step_metric_is_added_with_its_newest_number_and_0_before_the_first()
    {
        Define(new MetricRecord { Name = "loss", StepMetric = "x.epoch", Options = new MetricOptions { StepSync = true } });
        Define(new MetricRecord { Name = "free", StepMetric = "x.epoch" });
        _run.Log(("loss", 1));
        _run.Log(("x", MetricValue.Of(new { epoch = 3 })));
        _run.Log(("free", 2));
        _run.Log(("loss", 4));
        _run.Log(("loss", 5), ("x", MetricValue.Of(new { epoch = 4 })));
        _run.Log(2, ("loss", 6));

        Assert.Equal(
            [
                "row 0: loss = 1, x.epoch = 0", "row 1: x.epoch = 3", "row 2: free = 2", "row 3: loss = 4, x.epoch = 3",
                "row 4: loss = 5, x.epoch = 4", "row 2: loss = 6",
            ],
            _run.Texts[2..]);
    }

    [Theory]
    [InlineData("this.that")]
    [InlineData("flat\\.name")]
    [InlineData("flat.name")]
    public void A_dot_leads_into_nested_values_or_belongs_to_the_name(string name)
    {
        Define(name, new MetricSummary { Max = true });
        _run.Log(("this", MetricValue.Of(new { that = 1 })), ("flat.name", 2));
        _run.WriteSummary();

        Assert.Equal(name.StartsWith("this", StringComparison.Ordinal)
            ? """summary: this.that = {"max":1}, flat.name = 2"""
            : """summary: this.that = 1, flat.name = {"max":2}""", _run.Texts[^1]);
    }

    [Fact]
    public void A_later_definition_adds_to_the_earlier_one_or_replaces_it()
    {
        Define("a", new MetricSummary { Min = true });
        Define("a", new MetricSummary { Max = true });
        _run.Log(("a", 1));
        _run.WriteSummary();
        Define(new MetricRecord { Name = "a", Summary = new MetricSummary { Last = true }, Control = new MetricControl { Overwrite = true } });
        _run.Log(("a", 2));
        _run.WriteSummary();

        Assert.Equal(
            ["""summary: a = {"min":1,"max":1}""", """summary: a = {"last":2}"""],
            _run.Texts.Where(text => text.StartsWith("summary", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_program_sets_in_the_summary_ends_the_statistics_until_the_metric_is_defined_again()
    {
        Define("a", new MetricSummary { Max = true });
        _run.Log(("a", 5));
        _run.Log(new Record { Summary = new SummaryRecord { Update = { new SummaryItem { Key = "a", ValueJson = "-1" } } }, Info = new RecordInfo { StreamId = "r1" } });
        _run.Log(("a", 2));
        _run.WriteSummary();
        Define("a", new MetricSummary { Max = true });
        _run.Log(("a", 1));
        _run.WriteSummary();

        Assert.Equal(
            ["""summary: a = {"max":5}""", "summary: a = -1", "summary: a = 2", """summary: a = {"max":2}"""],
            _run.Texts.Where(text => text.StartsWith("summary", StringComparison.Ordinal)));
    }

    [Fact]
    public void Also_those_of_a_metric_that_no_row_had_since_the_assembler_was_restored()
    {
        _run.Log(Nested(100));
        _run.Restore();
        _run.Log(new Record { Summary = new SummaryRecord { Remove = { new SummaryItem { Key = "x" } } }, Info = new RecordInfo { StreamId = "set" } });
        _run.Log(Nested(2));
        Define("x.y", new MetricSummary { Max = true, First = true });
        _run.Log(Nested(1));
        _run.WriteSummary();

        Assert.Contains("""{"max":100,"first":2}""", _run.Texts[^1]);

        static (string, MetricValue) Nested(int y) => ("x", MetricValue.Of(new Dictionary<string, object?> { ["y"] = y }));
    }

    [Fact]
    public void A_row_that_cannot_be_read_leaves_what_a_glob_said_in_front_of_it()
    {
        Define(new MetricRecord { GlobName = "*", Summary = new MetricSummary { Max = true } });
        _run.LogPoisoned(step: null, commit: true);
        _run.Log(("poison", 1), ("more", 2));
        _run.WriteSummary();

        Assert.Equal("""summary: poison = {"max":1}, more = {"max":2}""", _run.Texts[^1]);
        Assert.Equal(2, _run.Records.Count(record => record.Metric is { ExpandedFromGlob: true }));
        Assert.Equal(Enumerable.Range(1, _run.Records.Count), _run.Records.Select(record => (int)record.Num));
    }

    [Fact]
    public void Thousands_of_metrics_with_statistics_outlive_their_assembler()
    {
        Define(new MetricRecord { GlobName = "*", StepMetric = "m0", Options = new MetricOptions { StepSync = true }, Summary = new MetricSummary { Min = true, Mean = true, First = true } });
        var names = Enumerable.Range(0, 3_000).Select(i => $"m{i}").ToArray();
        foreach (var number in new[] { 4, 2 })
            _run.Log([.. names.Select(name => (name, (MetricValue)number))]);
        _run.WriteSummary();
        _run.Restore();
        _run.Log([.. names[1..].Select(name => (name, (MetricValue)3))]);
        _run.WriteSummary();

        var summary = _run.Records[^1];
        Assert.All(names[1..], name => Assert.Equal("""{"min":2,"mean":3,"first":4}""", summary.ValueOf(name)));
        Assert.Equal("2", _run.Records[^2].ValueOf("m0"));
        Assert.InRange(_run.Assembler.State.Length, 1, 500);
    }

    public void Dispose() => _run.Dispose();

    private void Define(string name, MetricSummary summary) => Define(new MetricRecord { Name = name, Summary = summary });

    private void Define(MetricRecord definition) => _run.Log(new Record { Metric = definition });
}
