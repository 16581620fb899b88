using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class MetricsAreDefined : Situation
{
    [Fact]
    public async Task What_is_printed_at_the_end_is_the_summary()
    {
        var run = await Program.StartAsync();
        run.DefineMetric("acc", summary: Summary.Best, goal: Goal.Maximize);
        run.DefineMetric("hidden", summary: Summary.None);
        run.Log(("acc", 0.9), ("hidden", 7), ("phase", "warm-up"), ("gone", 1), ("inner", MetricValue.Of(new { x = 5 })));
        run.Log(("acc", 0.1), ("phase", "done"));
        run.Summary["again"] = 1;
        run.Log(("again", 2));
        run.Summary["note"] = "kept";
        run.Summary.Remove("gone");

        await run.FinishAsync();

        var printed = Program.Spoken[Program.Spoken.IndexOf("Run summary:", StringComparison.Ordinal)..];
        Assert.All(["acc {\"best\":0.9}", "phase done", "inner.x 5", "again 2", "note kept"], line => Assert.Contains($" {line}", printed));
        Assert.All(["hidden", "gone"], name => Assert.DoesNotContain(name, printed));
    }

    [Fact]
    public async Task The_server_has_what_it_has_of_the_official_client_and_the_best_value_besides()
    {
        var run = await Program.StartAsync(Backend);
        run.DefineMetric("epoch");
        run.DefineMetric("val/*", step: "epoch");
        run.DefineMetric("loss", summary: Summary.Min | Summary.Max | Summary.Mean | Summary.Last | Summary.First);
        run.DefineMetric("acc", step: "epoch", summary: Summary.Best, goal: Goal.Maximize);
        run.DefineMetric("hidden_one", hidden: true);
        run.DefineMetric("none_one", summary: Summary.None);
        run.DefineMetric("copy_one", summary: Summary.Copy);
        run.DefineMetric("nosync", step: "epoch", stepSync: false);
        for (var i = 0; i < 30; i++)
            run.Log(RowOf(i));

        var receipt = await run.FinishAsync();

        var golden = new GoldenServer("metrics");
        Assert.True(receipt.IsComplete);
        Assert.Equal(golden.Lines("wandb-history.jsonl").Select(Meaning), OnServer(run).History.Select(Meaning));
        var summary = JsonMeaning.Node(golden.Text("wandb-summary.json")!);
        summary["acc"] = new JsonObject { ["best"] = 0.9 };
        Assert.Equal(Meaning(summary.ToJsonString()), Meaning(OnServer(run).SummaryLine!));
        Assert.Equal(MetricsOf(golden.LastConfig), MetricsOf((string)OnServer(run).Variable("config")!));
        int[] features = [7, 63, 64, 65];
        Assert.Equal(features, FeaturesOf((string)OnServer(run).Variable("config")!).Intersect(features));
        Assert.Equal(features, FeaturesOf(golden.LastConfig).Intersect(features).Order());
    }

    [Fact]
    public async Task A_summary_that_the_program_sets_is_that_of_the_official_client()
    {
        var run = await Program.StartAsync(Backend);
        for (var i = 0; i < 5; i++)
            run.Log(new { loss = i, nested = new { x = i, y = new { z = i * 2 } } });
        run.Summary["best"] = 0.99;
        run.Summary["loss"] = -1;
        run.Summary.Update(new { extra = new { deep = new[] { 1, 2 } }, s = "v" });
        run.Summary["nested", "x"] = 100;
        run.Summary.Remove("s");

        await run.FinishAsync();

        var golden = new GoldenServer("summary");
        Assert.Equal(golden.Lines("wandb-history.jsonl").Select(Meaning), OnServer(run).History.Select(Meaning));
        Assert.Equal(Meaning(golden.Text("wandb-summary.json")!), Meaning(OnServer(run).SummaryLine!));
        Assert.Contains(62, FeaturesOf((string)OnServer(run).Variable("config")!));
        Assert.Equal((100, "{\"deep\":[1,2]}", false), (run.Summary["nested", "x"], run.Summary["extra"].ToString(), run.Summary.TryGetValue("s", out _)));
    }

    [Fact]
    public async Task A_deferred_number_in_the_summary_is_there_when_it_has_arrived()
    {
        var run = await Program.StartAsync(Backend);
        var later = new LaterNumber();
        run.Summary["best", "loss"] = MetricValue.Of(later);
        run.Log(("loss", 1));
        later.Place.Fill(0.25);

        await run.FinishAsync();

        Assert.Equal(0.25, (double)JsonNode.Parse(OnServer(run).SummaryLine!)!["best"]!["loss"]!);
    }

    [Fact]
    public async Task A_config_that_changes_late_is_that_of_the_official_client()
    {
        var run = await Program.StartAsync(Backend, new RunOptions
        {
            Config =
            {
                ["lr"] = 1e-3,
                ["layers"] = MetricValue.Of(new[] { 1, 2, 3 }),
                ["opt"] = MetricValue.Of(new Dictionary<string, object> { ["name"] = "adam", ["betas"] = new[] { 0.9, 0.999 } }),
                ["none"] = default,
                ["flag"] = true,
                ["s"] = "x: y # z",
            },
        });
        run.Config.Update(new { late = 1, opt = new { name = "sgd" } });
        run.Config["direct"] = 3.5;
        run.Log(("x", 1));

        await run.FinishAsync();

        var (golden, ours) = (JsonMeaning.Node(new GoldenServer("config").LastConfig), JsonMeaning.Node((string)OnServer(run).Variable("config")!));
        golden["_wandb"] = ours["_wandb"] = null;
        Assert.Equal(JsonMeaning.Of(golden.ToJsonString()), JsonMeaning.Of(ours.ToJsonString()));
        Assert.Contains(19, FeaturesOf((string)OnServer(run).Variable("config")!));
        Assert.Equal("[0.9,0.999]", run.Config["opt", "betas"].ToString());
    }

    [Fact]
    public async Task A_name_that_cannot_be_meant_is_refused_and_named()
    {
        var run = await Program.StartAsync();

        var inside = Assert.Throws<WandbException>(() => run.DefineMetric("val/*/loss"));
        var step = Assert.Throws<WandbException>(() => run.DefineMetric("loss", step: "epoch*"));
        var steps = Assert.Throws<WandbException>(() => run.LogEvery(steps: 0, Aggregate.Mean));
        var seconds = Assert.Throws<WandbException>(() => run.LogEvery(seconds: double.NaN, Aggregate.Mean));
        var nameless = Assert.Throws<WandbException>(() => run.LogEvery(steps: 10, Aggregate.Mean, "loss", null!));
        var nothing = Assert.Throws<WandbException>(() => run.LogEvery(steps: 10, Aggregate.None));
        var unknown = Assert.Throws<WandbException>(() => run.LogEvery(seconds: 10, (Aggregate)4096 | Aggregate.Mean));
        var summary = Assert.Throws<WandbException>(() => run.DefineMetric("loss", summary: (Summary)4096));
        var many = Assert.Throws<WandbException>(() => Enumerable.Range(0, 17).ToList().ForEach(i => run.LogEvery(steps: 10, Aggregate.Mean, $"m{i}")));
        run.DefineMetric("acc", summary: Summary.Best);
        await run.FinishAsync();

        Assert.Contains("val/*/loss", inside.Message);
        Assert.Contains("epoch*", step.Message);
        Assert.Contains("at least one step", steps.Message);
        Assert.Contains("not empty", nameless.Message);
        Assert.Contains("None is no Aggregate", nothing.Message);
        Assert.Contains("is no Aggregate", unknown.Message);
        Assert.Contains("4096 is no Summary", summary.Message);
        Assert.Contains("16 rules", many.Message);
        Assert.Contains("more than 0 seconds", seconds.Message);
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("acc") && warning.Contains("goal"));
    }

    [Fact]
    public async Task Calls_that_are_folded_are_counted_and_their_aggregates_are_on_the_server()
    {
        var run = await Program.StartAsync(Backend);
        run.LogEvery(steps: 100, Aggregate.Mean | Aggregate.Max, "loss", "grad/*");
        run.LogEvery(seconds: 3600, Aggregate.Last, "lr");
        for (var i = 0; i < 250; i++)
            run.Log(("loss", i), ("grad/a", -i), ("lr", 0.5));

        var receipt = await run.FinishAsync();

        var rows = OnServer(run).History.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([(99, 49.5), (199, 149.5), (249, 224.5)], rows.Select(row => ((int)row["_step"]!, (double)row["loss"]!["mean"]!)));
        Assert.Equal((-200, 0.5), ((int)rows[2]["grad/a"]!["max"]!, (double)rows[2]["lr"]!));
        Assert.Equal((250, 247, 3), (receipt.RowsInLog, receipt.RowsMerged, receipt.RowsOnServer));
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_window_that_ends_with_the_run_leaves_nothing_waiting()
    {
        var run = await Program.StartAsync(Backend);
        run.LogEvery(steps: 10, Aggregate.Mean, "val");
        run.Log(("val", 1), ("t", 1));
        run.Log(("t", 2));

        var receipt = await run.FinishAsync();

        Assert.Equal((2, 1, 3, 0), (receipt.RowsInLog, receipt.AggregateRows, receipt.RowsOnServer, receipt.RowsWaiting));
    }

    private sealed class LaterNumber : DeferredValue
    {
        public DeferredPlace Place { get; private set; }

        protected internal override void Bind(DeferredPlace place) => Place = place;
    }

    private static (string, MetricValue)[] RowOf(int i)
    {
        var row = new List<(string, MetricValue)> { ("loss", Math.Sin(i) + 2), ("hidden_one", i), ("none_one", i), ("copy_one", i) };
        if (i % 10 == 0)
            row.AddRange([("epoch", i / 10), ("val/loss", i * 0.3), ("val/acc", 1 - (1.0 / (i + 1)))]);
        if (i % 5 == 0)
            row.AddRange([("acc", new[] { 0.1, 0.5, 0.3, 0.9, 0.2, 0.4 }[i / 5]), ("nosync", i)]);
        return [.. row];
    }

    // Without what depends on the clock.
    private static string Meaning(string json)
    {
        var node = JsonMeaning.Node(json).AsObject();
        foreach (var name in new[] { "_timestamp", "_runtime", "_wandb" })
            node.Remove(name);
        return JsonMeaning.Of(node.ToJsonString());
    }

    private static string MetricsOf(string config)
    {
        var book = JsonMeaning.Node(GoldenServer.MeaningOfConfig(config))["_wandb"]!["value"]!;
        return book["m"]!.ToJsonString();
    }

    private static IEnumerable<int> FeaturesOf(string config) =>
        JsonMeaning.Node(config)["_wandb"]!["value"]!["t"]!["3"]!.AsArray().Select(number => (int)number!);
}
