using System.Text.RegularExpressions;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunIsLoggedOffline : Situation
{
    private const int Telemetry = 11;
    private const int Environment = 26;
    private const int Rows = 1_000;

    [Fact]
    public async Task Every_call_is_one_row_in_order()
    {
        var run = await Program.StartAsync();
        for (var i = 0; i < Rows; i++)
            run.Log(("loss", 1.0 / (i + 1)), ("epoch", i / 100));

        var receipt = await run.FinishAsync();

        var log = TrainingProgram.LogOf(run);
        Assert.Empty(log.Complaints);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i}"), log.History.Select(row => row["_step"]));
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => 1.0 / (i + 1)), log.History.Select(row => double.Parse(row["loss"])));
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i / 100}"), log.History.Select(row => row["epoch"]));
        Assert.All(log.History, row => Assert.Equal(["_runtime", "_step", "_timestamp", "epoch", "loss"], row.Keys.Order()));
        Assert.Equal((Rows, Rows, Rows), (receipt.RowsOffered, receipt.RowsAccepted, receipt.RowsInLog));
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task The_log_begins_with_who_and_where_and_ends_with_how()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 0.5));

        await run.FinishAsync();

        var kinds = TrainingProgram.LogOf(run).Records.Select(record => record.Kind).ToArray();
        Assert.Equal([PlainRecord.Header, PlainRecord.Run, Environment, Telemetry], kinds[..4]);
        Assert.Equal([PlainRecord.Exit, PlainRecord.Final, PlainRecord.Footer], kinds[^3..]);
        Assert.Equal(PlainRecord.Summary, kinds[^4]);
    }

    [Fact]
    public async Task The_summary_holds_the_last_values_and_what_was_set()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 0.5), ("accuracy", 0.1));
        run.Log(("loss", 0.25));
        run.Summary["best"] = 0.75;

        await run.FinishAsync();

        var summary = Last(run, PlainRecord.Summary);
        Assert.Equal(("0.25", "0.1", "0.75", "1"), (summary["loss"], summary["accuracy"], summary["best"], summary["_step"]));
    }

    [Fact]
    public async Task What_is_set_in_the_summary_holds_until_the_metric_is_logged_again()
    {
        var run = await Program.StartAsync();
        run.Log(("kept", 1), ("replaced", 1));
        run.Summary["kept"] = 2;
        run.Summary["replaced"] = 2;
        run.Log(("replaced", 3));

        await run.FinishAsync();

        var summary = Last(run, PlainRecord.Summary);
        Assert.Equal(("2", "3"), (summary["kept"], summary["replaced"]));
    }

    [Fact]
    public async Task The_config_is_in_the_run_and_late_settings_follow()
    {
        var run = await Program.StartAsync(new RunOptions { Config = { ["lr"] = 2e-3, ["layers"] = new[] { 32, 16 } } });
        run.Config["late"] = true;

        await run.FinishAsync();

        var log = TrainingProgram.LogOf(run);
        var start = log.Records[1].Fields.Single(field => field.Number == 4).Fields;
        Assert.Equal(["lr", "layers"], start.Select(item => item.Fields[0].Text));
        Assert.Equal(["0.002", "[32,16]"], start.Select(item => item.Fields[^1].Text));
        Assert.Equal("true", Last(run, PlainRecord.Config)["late"]);
    }

    [Fact]
    public async Task A_list_stays_a_list_in_the_config_when_it_is_set_late_too()
    {
        var list = Enumerable.Range(0, 100).ToArray();
        var run = await Program.StartAsync();
        run.Config.Update([new("milestones", list)]);

        await run.FinishAsync();

        Assert.Equal($"[{string.Join(',', list)}]", Last(run, PlainRecord.Config)["milestones"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task The_exit_code_is_kept(int exitCode)
    {
        var run = await Program.StartAsync();

        await run.FinishAsync(exitCode);

        var exit = TrainingProgram.LogOf(run).Records.Single(record => record.Kind == PlainRecord.Exit);
        Assert.Equal(exitCode, (int)(exit.Fields.FirstOrDefault(field => field.Number == 1)?.Value ?? 0));
    }

    [Fact]
    public async Task Disposing_alone_ends_the_run_well()
    {
        Run kept;
        await using (var run = kept = await Program.StartAsync())
            run.Log(("loss", 0.5));

        var log = TrainingProgram.LogOf(kept);
        Assert.Empty(log.Complaints);
        Assert.Single(log.History);
        Assert.Contains(log.Records, record => record.Kind == PlainRecord.Exit);
    }

    [Fact]
    public async Task The_directory_is_laid_out_as_WandB_does()
    {
        var run = await Program.StartAsync(new RunOptions { RunId = "ab12cd34" });
        run.Log(("loss", 0.5));

        await run.FinishAsync();

        Assert.Matches(new Regex(@"^offline-run-\d{8}_\d{6}-ab12cd34$"), Path.GetFileName(run.Directory));
        Assert.Equal(Program.Directory["wandb"], Path.GetDirectoryName(run.Directory));
        Assert.Equal(Path.GetFileName(run.Directory), new DirectoryInfo(Path.Combine(Program.Directory["wandb"], "latest-run")).LinkTarget);
        Assert.Equal(["files", "logs", "run-ab12cd34.wandb", "tmp"], Directory.GetFileSystemEntries(run.Directory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Nothing_of_the_memory_buffer_is_left()
    {
        var run = await Program.StartAsync();
        var ring = run.Session!.Buffer.Path!;
        Assert.True(File.Exists(ring));
        run.Log(("loss", 0.5), ("text", new string('x', 1 << 20)));

        await run.FinishAsync();

        Assert.False(File.Exists(ring));
        Assert.Empty(Directory.GetFiles("/dev/shm", $"*{run.Session.LogGuid:N}*"));
        Assert.Empty(Directory.GetFiles(run.Directory, "*spill*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_receipt_says_where_the_run_is_and_how_to_send_it()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 0.5));

        var receipt = await run.FinishAsync();

        Assert.Equal((RunMode.Offline, run.Directory, false), (receipt.Mode, receipt.Directory, receipt.IsUploaded));
        Assert.Contains(run.Directory, receipt.SyncCommand);
        Assert.Contains(receipt.SyncCommand!, Program.Spoken);
        Assert.Null(receipt.UploadProblem);
    }

    [Fact]
    public async Task What_was_flushed_is_in_the_file_while_the_run_goes_on()
    {
        var run = await Program.StartAsync();
        run.Log(commit: false, ("loss", 0.5));

        var isFlushed = await run.FlushAsync(FlushTarget.Disk);

        Assert.True(isFlushed);
        Assert.Equal("0.5", Assert.Single(TrainingProgram.LogOf(run).History)["loss"]);
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_finish_that_waits_for_no_server_still_writes_the_log()
    {
        var run = await Program.StartAsync(new RunOptions { FinishTimeout = TimeSpan.Zero });
        for (var i = 0; i < 50_000; i++)
            run.Log(("i", i));

        var receipt = await run.FinishAsync();

        Assert.Equal(50_000, TrainingProgram.LogOf(run).History.Count);
        Assert.Contains(TrainingProgram.LogOf(run).Records, record => record.Kind == PlainRecord.Exit);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_disabled_run_takes_every_call_and_keeps_nothing()
    {
        var run = await Program.StartAsync(new RunOptions { Mode = RunMode.Disabled });
        run.Log(("loss", 0.5));
        run.Log(new { loss = 0.5 });
        run.Log((run.Metric("loss"), 0.5));
        run.Summary["best"] = 1;
        run.Config["late"] = true;

        var isFlushed = await run.FlushAsync(FlushTarget.Server);
        var receipt = await run.FinishAsync();

        Assert.True(isFlushed);
        Assert.True(receipt.IsComplete);
        Assert.Empty(Directory.GetFileSystemEntries(Program.Directory.Path));
    }

    private static IReadOnlyDictionary<string, string> Last(Run run, int kind)
    {
        var last = new Dictionary<string, string>();
        foreach (var record in TrainingProgram.LogOf(run).Records.Where(record => record.Kind == kind))
        {
            foreach (var (key, json) in record.Items)
                last[key] = json;
        }

        return last;
    }
}
