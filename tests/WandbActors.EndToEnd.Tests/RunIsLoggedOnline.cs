using System.Text;
using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunIsLoggedOnline : Situation
{
    protected override string Settings => "wandb.upload.heartbeat-period = 100ms";

    [Fact]
    public async Task Every_row_is_on_the_server_once()
    {
        var run = await Program.StartAsync(Backend);
        for (var i = 0; i < 5_000; i++)
            run.Log(("loss", 1.0 / (i + 1)), ("i", i));

        var receipt = await run.FinishAsync();

        AssertServerHasLog(run);
        Assert.Equal(5_000, OnServer(run).History.Count);
        Assert.Equal((5_000, 5_000, 0), (receipt.RowsOffered, receipt.RowsOnServer, receipt.RowsWaiting));
        Assert.True(receipt.IsUploaded);
        Assert.True(receipt.IsComplete);
        Assert.Null(receipt.SyncCommand);
    }

    [Fact]
    public async Task The_server_learns_how_the_run_ended_and_nothing_follows()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("loss", 0.5));

        await run.FinishAsync(exitCode: 3);

        Assert.True(OnServer(run).IsComplete);
        Assert.Equal(3, OnServer(run).ExitCode);
        Assert.Equal(RecordingBackend.FileStream, OnServer(run).Requests[^1].Kind);
        Assert.Contains("\"complete\":true", OnServer(run).Requests[^1].Text);
    }

    [Fact]
    public async Task The_server_has_the_last_summary()
    {
        var run = await Program.StartAsync(Backend);
        for (var i = 0; i < 100; i++)
            run.Log(("i", i));
        run.Summary["best"] = 0.75;

        await run.FinishAsync();

        var summary = JsonNode.Parse(OnServer(run).SummaryLine!)!;
        Assert.Equal((99, 99, 0.75), ((int)summary["i"]!, (int)summary["_step"]!, (double)summary["best"]!));
        Assert.True(JsonNode.DeepEquals(summary, JsonNode.Parse(OnServer(run).Files["wandb-summary.json"])));
    }

    [Fact]
    public async Task The_server_has_the_config_with_its_late_changes()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Config = { ["lr"] = 2e-3, ["batch"] = 64 } });
        await run.FlushAsync(FlushTarget.Server);
        run.Config["batch"] = 128;
        run.Config["late"] = true;

        await run.FinishAsync();

        var config = JsonNode.Parse((string)OnServer(run).Variable("config")!)!;
        Assert.Equal((0.002, 128, true), ((double)config["lr"]!["value"]!, (int)config["batch"]!["value"]!, (bool)config["late"]!["value"]!));
        var yaml = Encoding.UTF8.GetString(OnServer(run).Files["config.yaml"]);
        Assert.Contains("late:\n    value: true\n", yaml);
    }

    [Fact]
    public async Task The_files_of_every_run_are_uploaded()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("loss", 0.5));

        await run.FinishAsync();

        string[] files = ["config.yaml", "wandb-metadata.json", "wandb-summary.json"];
        Assert.Equal(files, OnServer(run).Files.Keys.Order());
        Assert.Equal(files, OnServer(run).Uploaded.Order());
        Assert.Equal("trainer-0", (string)JsonNode.Parse(OnServer(run).Files["wandb-metadata.json"])!["host"]!);
    }

    [Fact]
    public async Task A_flush_to_the_server_returns_once_the_rows_are_there()
    {
        var run = await Program.StartAsync(Backend);
        for (var i = 0; i < 1_000; i++)
            run.Log(("i", i));

        var isFlushed = await run.FlushAsync(FlushTarget.Server);

        Assert.True(isFlushed);
        Assert.Equal(1_000, OnServer(run).History.Count);
        Assert.Equal(1_000, (await run.GetStatusAsync()).Ledger.OnServer);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Rows_arrive_while_the_run_goes_on()
    {
        var run = await Program.StartAsync(Backend);

        run.Log(("i", 0));
        await Backend.AwaitAsync(_ => OnServer(run).History.Count == 1);
        run.Log(("i", 1));
        await Backend.AwaitAsync(_ => OnServer(run).History.Count == 2);

        Assert.False(OnServer(run).IsComplete);
        await run.FinishAsync();
    }

    [Fact]
    public async Task An_idle_run_says_that_it_is_alive()
    {
        var run = await Program.StartAsync(Backend);

        await Backend.AwaitAsync(_ => OnServer(run).Requests.Count(request => request is { Kind: RecordingBackend.FileStream, Text: "{}" }) >= 3);

        Assert.Empty(OnServer(run).History);
        await run.FinishAsync();
    }

    [Fact]
    public async Task The_key_is_nowhere_to_be_read()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Config = { ["lr"] = 1 } });
        run.Log(("loss", 0.5));

        var receipt = await run.FinishAsync();

        string[] secrets = [Backend.ApiKey, Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + Backend.ApiKey))];
        foreach (var file in Directory.GetFiles(Program.Directory.Path, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(secrets, secret => BytesOf(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        Assert.DoesNotContain(secrets, secret => Program.Spoken.Contains(secret) || receipt.ToString().Contains(secret));
        Assert.DoesNotContain(OnServer(run).Requests, request => secrets.Any(request.Text.Contains));
    }

    // The bookmark's journal closes behind the receipt, and takes its side files with it.
    private static byte[] BytesOf(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException) when (Path.GetFileName(path).StartsWith("bookmark.sqlite-", StringComparison.Ordinal))
        {
            return [];
        }
    }

    [Fact]
    public async Task The_person_is_told_where_the_run_can_be_seen()
    {
        var run = await Program.StartAsync(Backend);

        var receipt = await run.FinishAsync();

        Assert.Equal($"{Backend.BaseUrl}/{Backend.DefaultEntity}/digits/runs/{run.Id}", run.Url);
        Assert.Equal(run.Url, receipt.RunUrl);
        Assert.Contains(run.Url!, Program.Spoken);
    }

    [Fact]
    public async Task Joined_calls_and_late_rows_have_their_lines()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(step: 7, ("a", 1));
        run.Log(step: 7, ("b", 2));
        run.Log(step: 3, ("late", 3));

        var receipt = await run.FinishAsync();

        AssertServerHasLog(run);
        Assert.Equal(2, OnServer(run).History.Count);
        Assert.Equal((3, 1, 2), (receipt.RowsInLog, receipt.RowsMerged, receipt.RowsOnServer));
        Assert.True(receipt.IsComplete);
    }
}
