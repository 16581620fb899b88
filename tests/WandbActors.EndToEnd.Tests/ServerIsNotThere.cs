using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class ServerIsNotThere : Situation
{
    private const int Rows = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BusyMachine = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_run_starts_and_logs_as_if_it_were()
    {
        var watch = Stopwatch.StartNew();

        var run = await StartAsync();
        var started = watch.Elapsed;
        Log(run);
        var isFlushed = await run.FlushAsync(FlushTarget.Disk);

        Assert.InRange(started, TimeSpan.Zero, BusyMachine);
        Assert.True(isFlushed);
        Assert.Equal(Rows, TrainingProgram.LogOf(run).History.Count);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Finishing_is_bounded_and_says_what_is_where()
    {
        var run = await StartAsync();
        Log(run);
        var watch = Stopwatch.StartNew();

        var receipt = await run.FinishAsync();

        Assert.InRange(watch.Elapsed, Patience / 2, Patience + BusyMachine);
        Assert.Equal((Rows, Rows, 0, Rows), (receipt.RowsOffered, receipt.RowsInLog, receipt.RowsOnServer, receipt.RowsWaiting));
        Assert.False(receipt.IsUploaded);
        Assert.False(receipt.IsComplete);
        Assert.Contains("refused", receipt.UploadProblem);
        Assert.Equal($"wandb-actors sync {run.Directory}", receipt.SyncCommand);
        Assert.Contains(receipt.SyncCommand!, Program.Spoken);
        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
    }

    [Fact]
    public async Task A_finish_that_waits_for_no_server_ends_at_once()
    {
        var run = await StartAsync(TimeSpan.Zero);
        Log(run);

        var receipt = await run.FinishAsync().WaitAsync(BusyMachine);

        Assert.Equal((Rows, Rows), (receipt.RowsInLog, receipt.RowsWaiting));
        Assert.Contains(TrainingProgram.LogOf(run).Records, record => record.Kind == PlainRecord.Exit);
    }

    [Fact]
    public async Task A_flush_to_the_server_is_let_go_when_the_run_ends()
    {
        var run = await StartAsync();
        run.Log(("loss", 0.5));
        var flush = run.FlushAsync(FlushTarget.Server);

        await run.FinishAsync();

        Assert.False(await flush.WaitAsync(BusyMachine));
    }

    [Fact]
    public async Task Every_row_arrives_once_when_the_log_is_sent_later()
    {
        var run = await StartAsync();
        Log(run);
        await run.FinishAsync(exitCode: 4);

        var sent = await Program.SyncAsync(run, Backend);

        Assert.Null(sent.Problem);
        Assert.Equal(Rows, sent.HistoryLines);
        Assert.Equal(4, OnServer(run).ExitCode);
        AssertServerHasLog(run);
        Assert.Contains("wandb-summary.json", OnServer(run).Files.Keys);
    }

    [Fact]
    public async Task Sending_the_log_twice_changes_nothing()
    {
        var run = await StartAsync();
        Log(run);
        await run.FinishAsync();
        await Program.SyncAsync(run, Backend);

        var again = await Program.SyncAsync(run, Backend);

        Assert.Null(again.Problem);
        Assert.Equal(Rows, OnServer(run).History.Count);
    }

    private static void Log(Run run)
    {
        for (var i = 0; i < Rows; i++)
            run.Log(("i", i), ("loss", 1.0 / (i + 1)));
    }

    private Task<Run> StartAsync(TimeSpan? patience = null) => Program.StartAsync(new RunOptions
    {
        BaseUrl = $"http://127.0.0.1:{FreePort()}",
        ApiKey = Backend.ApiKey,
        Entity = Backend.DefaultEntity,
        FinishTimeout = patience ?? Patience,
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
