using System.Text.Json.Nodes;
using WandbActors.Persistence.Replay;

namespace WandbActors.Api.Tests.DataTypes;

public sealed class ChartSpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_chart_is_a_table_under_a_name_of_its_own_and_a_panel_in_the_config()
    {
        var table = new Table(["step", "loss"]);
        table.AddRow(1, 0.5);
        var run = await _program.StartAsync();
        run.Log(("a", 1), ("curve", Plot.Line(table, "step", "loss", title: "Loss")));
        await run.FinishAsync();

        var records = RunFiles.RecordsOf(run);
        var row = Assert.Single(RunFiles.RowsOf(records));
        var replay = new RunReplay("1.0");
        records.ForEach(record => replay.Apply(record));

        Assert.Equal(["a", "curve_table"], row.Select(member => member.Key).Where(name => !name.StartsWith('_')));
        Assert.StartsWith("media/table/curve_table_0_", (string)row["curve_table"]!["path"]!);
        Assert.Equal($"run-{run.Id}-curve_table", Assert.Single(records, record => record.Artifact is not null).Artifact.Name);
        Assert.Equal(
            JsonMeaning.Of("""
                {"curve":{"panel_type":"Vega2","panel_config":{"panelDefId":"wandb/line/v0","fieldSettings":{"x":"step","y":"loss","stroke":null},
                "stringSettings":{"title":"Loss"},"transform":{"name":"tableWithLeafColNames"},"userQuery":{"queryFields":[{"name":"runSets",
                "args":[{"name":"runSets","value":"${runSets}"}],"fields":[{"name":"id","fields":[]},{"name":"name","fields":[]},
                {"name":"_defaultColorIndex","fields":[]},{"name":"summaryTable","args":[{"name":"tableKey","value":"curve_table"}],"fields":[]}]}]}}}}
                """),
            JsonMeaning.Of(JsonMeaning.Node(replay.Config.ToJson())["_wandb"]!["value"]!["visualize"]!.ToJsonString()));
        Assert.Equal(row["curve_table"]!.ToJsonString(), JsonMeaning.Node(System.Text.Encoding.UTF8.GetString(replay.Summary.ToUtf8().Span))["curve_table"]!.ToJsonString());
    }

    [Fact]
    public async Task A_chart_in_an_open_row_with_a_section_for_its_table_is_named_for_it()
    {
        var table = new Table(["v"]);
        var run = await _program.StartAsync();
        run.Log(commit: false, ("h", new Chart("team/own", table, new Dictionary<string, string?> { ["value"] = "v" }) { SplitTable = true }));
        await run.FinishAsync();

        var row = Assert.Single(RunFiles.RowsOf(RunFiles.RecordsOf(run)));

        Assert.StartsWith("media/table/Custom Chart Tables/h_table_0_", (string)row["Custom Chart Tables/h_table"]!["path"]!);
    }

    [Fact]
    public void Lines_of_their_own_numbers_are_one_table()
    {
        var chart = Plot.LineSeries([[0, 1]], [[5, 6], [7, 8]], ["up", "down"]);

        Assert.Equal("""[[0.0,"up",5.0],[1.0,"up",6.0],[0.0,"down",7.0],[1.0,"down",8.0]]""", RowsOf(chart));
        Assert.Throws<WandbException>(() => Plot.LineSeries([[0], [1]], [[1]]));
        Assert.Throws<WandbException>(() => Plot.LineSeries([[0]], [[1]], ["a", "b"]));
        Assert.Contains("line 1 has 3 x, but 4 y", Assert.Throws<WandbException>(() => Plot.LineSeries([[1, 2, 3]], [[1, 2, 3], [1, 2, 3, 4]])).Message);
    }

    [Fact]
    public void A_confusion_matrix_counts_each_pair()
    {
        Assert.Equal(
            """[["cat","cat",1],["cat","dog",1],["dog","cat",0],["dog","dog",2]]""",
            RowsOf(Plot.ConfusionMatrix([0, 0, 1, 1], [0, 1, 1, 1], ["cat", "dog"])));
        Assert.Equal(
            """[["Class_1","Class_1",0],["Class_1","Class_2",1],["Class_2","Class_1",0],["Class_2","Class_2",0]]""",
            RowsOf(Plot.ConfusionMatrix([3], [7])));
        Assert.Throws<WandbException>(() => Plot.ConfusionMatrix([0], [0, 1]));
        Assert.Contains("class -1", Assert.Throws<WandbException>(() => Plot.ConfusionMatrix([0, 1], [0, -1])).Message);
        Assert.Throws<WandbException>(() => Plot.ConfusionMatrix([0], [2], ["cat", "dog"]));
    }

    // The example of scikit-learn's documentation: labels 0 0 1 1, scores 0.1 0.4 0.35 0.8.
    [Fact]
    public void The_curves_of_a_classifier_are_those_of_scikit_learn()
    {
        var scores = new[,] { { 0.9, 0.1 }, { 0.6, 0.4 }, { 0.65, 0.35 }, { 0.2, 0.8 } };

        var roc = Parse(RowsOf(Plot.RocCurve([0, 0, 1, 1], scores, ["no", "yes"])));
        var pr = Parse(RowsOf(Plot.PrCurve([0, 0, 1, 1], scores)));

        Assert.Equal(
            """[["yes",0.0,0.0],["yes",0.0,0.5],["yes",0.5,0.5],["yes",0.5,1.0],["yes",1.0,1.0]]""",
            new JsonArray([.. roc.Where(row => (string)row![0]! == "yes").Select(row => row!.DeepClone())]).ToJsonString());
        var ofOne = pr.Where(row => (int)row![0]! == 1).Select(row => ((double)row![2]!, (double)row[1]!)).ToList();
        Assert.Equal(21, ofOne.Count);
        Assert.Equal((1, 0.667), ofOne[0]);
        Assert.Equal((0.55, 0.667), ofOne[9]);
        Assert.Equal((0.5, 1), ofOne[10]);
        Assert.Equal((0, 1), ofOne[^1]);
    }

    [Fact]
    public void Mistakes_are_said_where_they_are_made()
    {
        var table = new Table(["a"]);

        Assert.Contains("the table has no column \"b\", only a", Assert.Throws<WandbException>(() => Plot.Bar(table, "b", "a")).Message);
        Assert.Contains("2 cases, but 1 rows of scores", Assert.Throws<WandbException>(() => Plot.RocCurve([0, 1], new double[1, 2])).Message);
        Assert.Contains("class 5 has no score", Assert.Throws<WandbException>(() => Plot.PrCurve([5], new double[1, 2])).Message);
    }

    [Fact]
    public void Each_preset_takes_what_it_is_given()
    {
        var table = new Table(["x", "y"], TableLogMode.Mutable);

        Assert.All(
            [
                Plot.Line(table, "x", "y", splitTable: true), Plot.LineSeries([[0]], [[1]], splitTable: true), Plot.Scatter(table, "x", "y", splitTable: true),
                Plot.Bar(table, "x", "y", splitTable: true), Plot.Histogram(table, "x", splitTable: true), Plot.ConfusionMatrix([0], [0], splitTable: true),
                Plot.PrCurve([0], new double[1, 2], splitTable: true), Plot.RocCurve([0], new double[1, 2], splitTable: true),
            ],
            chart => Assert.True(chart.SplitTable));
        Assert.Equal(
            ["wandb/scatter/v0", "wandb/bar/v0", "wandb/histogram/v0"],
            new[] { Plot.Scatter(table, "x", "y"), Plot.Bar(table, "x", "y"), Plot.Histogram(table, "x") }.Select(chart => chart.Preset));
    }

    private static string RowsOf(Chart chart)
    {
        using var place = new SomePlace(chart.NameFor("c"));
        place.Write(chart);
        return JsonNode.Parse(place.Files.Single().Text)!["data"]!.ToJsonString();
    }

    private static JsonArray Parse(string json) => JsonNode.Parse(json)!.AsArray();
}
