using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Tests.Replay;

public sealed class RunSoFarSpecs
{
    private const string Config =
        """{"lr":{"value":0.1},"opt":{"value":{"name":"adam"}},"odd":7,"_wandb":{"value":{"t":{"12":"x"},"m":[],"viz":{"a":1},"mask/class_labels":{"b":2}}}}""";

    [Fact]
    public void A_later_attempt_keeps_what_it_does_not_set_itself_and_the_charts_of_the_book_keeping()
    {
        var kept = RunSoFar.Of(null, Config).ConfigBelow(new HashSet<string> { "lr" });

        Assert.Equal(
            ["opt={\"name\":\"adam\"}", "_wandb/viz={\"a\":1}", "_wandb/mask/class_labels={\"b\":2}"],
            kept.Select(item => $"{(item.NestedKey.Count > 0 ? string.Join('/', item.NestedKey) : item.Key)}={item.ValueJson}"));
    }

    [Fact]
    public void The_summary_comes_back_as_it_was_bare_tokens_included()
    {
        var summary = new SummaryState();

        summary.Apply(RunSoFar.Of("""{"loss":NaN,"best":{"x":1},"dot.key":2}""", null).ToSummary());

        Assert.Equal("""{"loss":NaN,"best":{"x":1},"dot.key":2}""", System.Text.Encoding.UTF8.GetString(summary.ToUtf8().Span));
    }

    [Fact]
    public void What_lies_below_replaces_nothing()
    {
        var replay = new RunReplay("");
        replay.Apply(new Record { Run = new RunRecord { RunId = "r1", Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "2" } } } } });

        replay.GoOnFrom(RunSoFar.Of("""{"a":1}""", Config));
        replay.Apply(new Record { Summary = new SummaryRecord { Update = { new SummaryItem { Key = "a", ValueJson = "5" } } } });
        replay.GoOnFrom(RunSoFar.Of("""{"a":1,"b":2}""", Config));

        Assert.Equal("""{"a":5,"b":2}""", System.Text.Encoding.UTF8.GetString(replay.Summary.ToUtf8().Span));
        Assert.Contains("\"lr\":{\"value\":2}", replay.Config.ToJson());
        Assert.Contains("\"opt\":{\"value\":{\"name\":\"adam\"}}", replay.Config.ToJson());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "{")]
    [InlineData("[1,2]", "\"config\"")]
    [InlineData("{\"a\":1} x", "null")]
    [InlineData("{}", "{\"lr\":0.1,\"x\":[],\"y\":{\"desc\":1},\"_wandb\":{\"value\":[]}}")]
    public void What_is_no_summary_and_no_config_is_nothing(string? summary, string? config)
    {
        var soFar = RunSoFar.Of(summary, config);

        Assert.Empty(soFar.ToSummary().Update);
        Assert.Empty(soFar.ConfigBelow(new HashSet<string>()));
    }
}
