using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class ServerRefuses : Situation
{
    private const string Reason = "this is not for you";
    private const int Rows = 1_000;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(20); // of the minute that a finish may take here

    public static TheoryData<string, int> Refusals => new()
    {
        { RecordingBackend.FileStream, 400 },
        { RecordingBackend.FileStream, 401 },
        { RecordingBackend.FileStream, 403 },
        { RecordingBackend.FileStream, 404 },
        { RecordingBackend.FileStream, 409 },
        { RecordingBackend.FileStream, 413 },
        { "UpsertBucket", 401 },
        { "UpsertBucket", 403 },
        { "UpsertBucket", 404 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Sending_stops_and_the_log_is_whole(string kind, int status)
    {
        Backend.BreakDown(kind, Fault.Answer(status, body: $$"""{"error":"{{Reason}}"}"""));
        var run = await StartAsync();
        run.Log(("i", 0));
        var isFlushed = await run.FlushAsync(FlushTarget.Server).WaitAsync(AtOnce);
        for (var i = 1; i < Rows; i++)
            run.Log(("i", i));

        var receipt = await run.FinishAsync().WaitAsync(AtOnce);

        Assert.False(isFlushed);
        Assert.Single(OnServer(run).Requests, request => request.Kind == kind);
        Assert.Single(await Program.WarningsAsync(), warning => warning.Contains(Reason));
        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
        Assert.Equal(Rows, TrainingProgram.LogOf(run).History.Count);
        Assert.Equal((Rows, Rows, 0), (receipt.RowsInLog, receipt.RowsWaiting, receipt.RowsOnServer));
        Assert.Contains($"HTTP {status}: {Reason}", receipt.UploadProblem);
        Assert.Contains(run.Directory, receipt.SyncCommand);
    }

    [Fact]
    public async Task A_run_goes_on_after_it_and_says_that_sending_has_stopped()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Answer(403, body: $$"""{"error":"{{Reason}}"}"""));
        var run = await StartAsync();
        run.Log(("i", 0));
        await run.FlushAsync(FlushTarget.Server).WaitAsync(AtOnce);
        run.Log(("i", 1));

        var isOnDisk = await run.FlushAsync();
        var isOnServer = await run.FlushAsync(FlushTarget.Server).WaitAsync(AtOnce);
        var status = await run.GetStatusAsync();

        Assert.True(isOnDisk);
        Assert.False(isOnServer);
        Assert.Equal(UploadState.Stopped, status.Upload);
        Assert.Contains(Reason, status.Problem);
        await run.FinishAsync();
    }

    [Fact]
    public async Task What_was_refused_is_sent_later_by_a_sync()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Answer(403));
        var run = await StartAsync();
        for (var i = 0; i < Rows; i++)
            run.Log(("i", i));
        await run.FinishAsync();
        Backend.Restore(RecordingBackend.FileStream);

        var sent = await Program.SyncAsync(run, Backend);

        Assert.Null(sent.Problem);
        AssertServerHasLog(run);
        Assert.Equal(Rows, OnServer(run).History.Count);
        Assert.True(OnServer(run).IsComplete);
    }

    [Fact]
    public async Task Files_that_are_refused_are_asked_for_once_more_and_then_given_up_alone()
    {
        Backend.Script(RecordingBackend.Upload, [.. Enumerable.Repeat(Fault.Answer(403), 6)]);
        var run = await StartAsync();
        run.Log(("i", 0));

        var receipt = await run.FinishAsync();

        Assert.Empty(OnServer(run).Files);
        Assert.True(OnServer(run).IsComplete);
        Assert.True(receipt.IsUploaded);
        Assert.Equal(3, (await Program.WarningsAsync()).Count(warning => warning.Contains("was not sent")));
    }

    private Task<Run> StartAsync() => Program.StartAsync(Backend, new RunOptions { FinishTimeout = TimeSpan.FromMinutes(1) });
}
