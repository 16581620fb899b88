using System.Text;
using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class DataTypesAreLogged : Situation
{
    [Fact]
    public async Task The_server_has_the_files_the_table_and_the_rows_that_name_them()
    {
        var run = await Program.StartAsync(Backend);
        LogAll(run);

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsComplete, string.Join("; ", receipt.Losses));
        AssertServerHasAll(run);
    }

    [Fact]
    public async Task Sync_sends_them_as_the_run_would_have()
    {
        var run = await Program.StartAsync(new RunOptions { Entity = Backend.DefaultEntity });
        LogAll(run);
        await run.FinishAsync();

        await Program.SyncAsync(run, Backend);

        AssertServerHasAll(run);
    }

    [Fact]
    public async Task A_disk_that_takes_no_files_costs_the_values_and_no_more_and_is_said_once()
    {
        var run = await Program.StartAsync();
        File.WriteAllText(Path.Combine(run.Directory, "files", "media"), "where the directory should be");

        for (var step = 0; step < 3; step++)
            run.Log(("before", step), ("page", new Html("x")), ("after", step));
        var receipt = await run.FinishAsync();

        var rows = TrainingProgram.LogOf(run).History;
        Assert.Equal(["0", "1", "2"], rows.Select(row => row["after"]));
        Assert.All(rows, row => Assert.StartsWith("\"(Html could not be written: ", row["page"]));
        Assert.Equal((3, 3, 3), (receipt.RowsInLog, receipt.RowsOffered, receipt.ValuesLost));
        Assert.Single(await Program.WarningsAsync(), warning => warning.Contains("page (Html) could not be written: "));
    }

    [Fact]
    public async Task An_image_in_the_config_is_a_text_that_says_why()
    {
        var run = await Program.StartAsync(Backend);
        run.Config["image"] = new Image([1, 2], 2, 1, channels: 1);

        await run.FinishAsync();

        Assert.Contains("(Image: has files, and stands only in a row or the summary", (string)OnServer(run).Variable("config")!);
    }

    private static void LogAll(Run run)
    {
        var table = new Table(["name", "image"]);
        table.AddRow("first", new Image([1, 2], 2, 1, channels: 1));
        run.Log(("val/image", new Image([7, 8], 2, 1, channels: 1)), ("loss", 0.5));
        run.Log(commit: false, ("page", new Html("<b>hi</b>", inject: false)));
        run.Log(("preds", table), ("curve", Plot.Line(table, "name", "name")));
        run.Summary["best"] = new Image([9, 9], 2, 1, channels: 1);
    }

    private void AssertServerHasAll(Run run)
    {
        AssertServerHasLog(run);
        var rows = OnServer(run).History.Select(line => JsonNode.Parse(line)!).ToList();
        var summary = JsonNode.Parse(OnServer(run).SummaryLine!)!;
        var named = ((JsonNode?[])[rows[0]["val/image"], rows[1]["page"], rows[1]["preds"], rows[1]["curve_table"], summary["best"]]).Select(value => (string)value!["path"]!).ToList();
        Assert.Equal(
            ["media/images/val/image_0_", "media/html/page_1_", "media/table/preds_1_", "media/table/curve_table_1_", "media/images/best_summary_"],
            named.Select(path => path[..(path.LastIndexOf('_') + 1)]));
        Assert.Equal(named.Order(), OnServer(run).Files.Keys.Where(name => name.StartsWith("media/", StringComparison.Ordinal)).Order());
        Assert.Equal("<b>hi</b>", Encoding.UTF8.GetString(OnServer(run).Files[named[1]]));
        Assert.Equal([$"run-{run.Id}-curve_table", $"run-{run.Id}-preds"], Backend.Artifacts.Select(artifact => artifact.Name).Order());
        Assert.All(Backend.Artifacts, artifact => Assert.Single(artifact.Files.Keys, name => name.StartsWith("media/images/", StringComparison.Ordinal)));
    }
}
