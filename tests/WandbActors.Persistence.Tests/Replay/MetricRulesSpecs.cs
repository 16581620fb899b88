using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class MetricRulesSpecs
{
    private readonly MetricRules _rules = new();

    [Fact]
    public void Every_metric_has_an_entry_in_the_order_of_definition()
    {
        _rules.Apply(new MetricRecord { Name = "epoch", Options = new MetricOptions { Defined = true } });
        _rules.Apply(new MetricRecord
        {
            Name = "acc",
            StepMetric = "epoch",
            Options = new MetricOptions { StepSync = true, Hidden = true, Defined = true },
            Summary = new MetricSummary { Min = true, Max = true, Mean = true, Last = true, None = true, First = true },
            Goal = MetricRecord.Types.MetricGoal.GoalMaximize,
        });

        Assert.Equal("""[{"1":"epoch","6":[3],"7":[]},{"1":"acc","5":1,"6":[1,2,3],"7":[1,2,3,5,6,8],"8":2}]""", _rules.ToJson());
    }

    [Fact]
    public void A_step_metric_that_was_never_defined_has_one_entry_of_its_own()
    {
        _rules.Apply(new MetricRecord { Name = "a", StepMetric = "step" });
        _rules.Apply(new MetricRecord { Name = "b", StepMetric = "step" });

        Assert.Equal("""[{"1":"a","5":3,"6":[3],"7":[]},{"1":"b","5":3,"6":[3],"7":[]},{"1":"step","6":[],"7":[]}]""", _rules.ToJson());
    }

    [Fact]
    public void A_later_definition_adds_to_the_earlier_one()
    {
        _rules.Apply(new MetricRecord { Name = "a", StepMetric = "x", Summary = new MetricSummary { Min = true } });
        _rules.Apply(new MetricRecord { Name = "a", Options = new MetricOptions { Hidden = true }, Summary = new MetricSummary { Max = true } });

        Assert.Equal("""[{"1":"a","5":2,"6":[2,3],"7":[1,2]},{"1":"x","6":[],"7":[]}]""", _rules.ToJson());
    }

    [Fact]
    public void An_overwriting_definition_replaces_the_earlier_one_in_its_place()
    {
        var overwrite = new MetricRecord { Name = "a", Summary = new MetricSummary { Max = true }, Control = new MetricControl { Overwrite = true } };
        _rules.Apply(new MetricRecord { Name = "a", StepMetric = "x", Summary = new MetricSummary { Min = true } });
        _rules.Apply(new MetricRecord { Name = "b" });

        _rules.Apply(overwrite);

        Assert.Equal("""[{"1":"a","6":[3],"7":[2]},{"1":"b","6":[3],"7":[]}]""", _rules.ToJson());
    }

    [Fact]
    public void Best_and_copy_are_not_listed_and_globs_are_left_out()
    {
        _rules.Apply(new MetricRecord { Name = "a", Summary = new MetricSummary { Best = true, Copy = true } });
        _rules.Apply(new MetricRecord { GlobName = "val/*", StepMetric = "epoch" });

        Assert.Equal("""[{"1":"a","6":[3],"7":[]}]""", _rules.ToJson());
    }

    [Fact]
    public void A_definition_is_not_changed_by_later_ones()
    {
        var record = new MetricRecord { Name = "a" };
        _rules.Apply(record);

        _rules.Apply(new MetricRecord { Name = "a", StepMetric = "x" });

        Assert.Equal("", record.StepMetric);
    }
}
