using Akka.Actor;
using WandbActors.Actors.Recovering;
using WandbActors.Actors.Tests.Support;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests;

public sealed class RunUploadSpecs : UploadSpecs
{
    private IActorRef _actor = ActorRefs.Nobody;

    [Fact]
    public async Task A_run_is_finished_when_the_server_has_all_of_it()
    {
        StartRun();
        for (var row = 0; row < 100; row++)
        {
            Run.Log(("a", row));
            await Advance(Step);
        }

        var status = await Finished(exitCode: 3);

        Assert.Equal((UploadState.Complete, null), (status.Upload, status.Problem));
        Assert.Equal((100, 100, 100), (status.Ledger.Offered, status.Ledger.HistoryRecords, status.Ledger.OnServer));
        Assert.Equal(Run.Rows.Length, OnServer.History.Count);
        Assert.Equal(3, OnServer.ExitCode);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_flush_to_the_server_does_not_wait_for_the_pace()
    {
        StartRun();
        Run.Log(("a", 1));
        await AdvanceUntil(run => run.History.Count == 1);
        await Advance(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        Run.Log(("a", 2));
        await AdvanceUntil(run => run.History.Count == 2);
        Run.Log(5, ("a", 3));
        var asked = Run.Time.GetUtcNow();

        var flushed = await Answered<RunFlushed>(new FlushRun(FlushTarget.Server));

        Assert.Null(flushed.Problem);
        Assert.Equal(3, OnServer.History.Count);
        Assert.InRange((Run.Time.GetUtcNow() - asked).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_flush_to_the_server_asked_for_with_the_end_is_done_with_it()
    {
        StartRun();
        Run.Log(("a", 1));
        var flushed = _actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Server));
        var overtaken = _actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Server));

        await Finished();

        Assert.Equal([null, null], (await Task.WhenAll(flushed, overtaken)).Select(answer => answer.Problem));
    }

    [Fact]
    public async Task While_the_server_is_down_that_is_said_and_the_log_grows()
    {
        Server.BreakDown("UpsertBucket", Fault.Answer(503));
        StartRun();
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(5));
        var down = await Answered<RunStatus>(new GetRunStatus());
        Run.Log(("a", 2));
        await Advance(TimeSpan.FromSeconds(1));
        var grown = await Answered<RunStatus>(new GetRunStatus());

        Server.Restore("UpsertBucket");
        await AdvanceUntil(run => run.History.Count == 2);
        var up = await Answered<RunStatus>(new GetRunStatus());

        Assert.Equal(UploadState.Waiting, down.Upload);
        Assert.Contains("503", down.Problem);
        Assert.Equal((2, UploadState.Waiting, down.Problem), (grown.Ledger.HistoryRecords, grown.Upload, grown.Problem));
        Assert.Equal((UploadState.Active, null), (up.Upload, up.Problem));
    }

    [Fact]
    public async Task A_server_that_refused_for_good_is_not_forgotten_while_the_log_goes_on()
    {
        StartRun(apiKey: new string('9', 40));
        Run.Log(("a", 1));
        await AdvanceUntilSo(status => status.Upload == UploadState.Stopped);
        Run.Log(("a", 2));
        await Advance(TimeSpan.FromSeconds(1));

        var flushed = await Answered<RunFlushed>(new FlushRun(FlushTarget.Server));
        var status = await Finished();

        Assert.Contains("refused the registration", status.Problem);
        Assert.Equal(status.Problem, flushed.Problem);
        Assert.Equal((UploadState.Stopped, 2, 0), (status.Upload, status.Ledger.HistoryRecords, status.Ledger.OnServer));
        Assert.Equal(2, Run.Rows.Length);
    }

    [Fact]
    public async Task While_the_end_waits_for_the_server_nothing_of_the_ring_is_left_and_a_recovery_finds_the_log_whole()
    {
        Server.BreakDown(RecordingBackend.FileStream, Fault.Answer(503));
        StartRun();
        Run.Log(("a", 1));
        var finished = _actor.Ask<RunFinished>(new FinishRun(3));
        await Advance(TimeSpan.FromSeconds(5));
        await Answered<RunFlushed>(new FlushRun(FlushTarget.Disk));

        var left = LeftBehindRun.In(Run.Session.Directory.Path)!;
        var wasThere = File.Exists(Run.Buffer.Path);
        var recovered = RunRecovery.Recover(left);

        Assert.False(finished.IsCompleted);
        Assert.False(wasThere);
        Assert.Equal((null, 0, 0), (left.RingPath, recovered.Records, recovered.Problems.Count));
        Assert.Equal("exit 3", ReadableRecord.Of(Run.Records[^3]));
    }

    [Fact]
    public async Task A_run_whose_actor_fails_while_the_end_waits_for_the_server_goes_on_to_wait()
    {
        Server.BreakDown(RecordingBackend.FileStream, Fault.Answer(503));
        StartRun();
        Run.Log(("a", 1));
        _actor.Tell(new FinishRun());
        await Advance(TimeSpan.FromSeconds(5));
        _actor.Tell(new GetRunStatus(), new ThrowingRef());

        Server.Restore(RecordingBackend.FileStream);
        await AdvanceUntil(run => run.ExitCode is not null);
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((1, 0), (OnServer.History.Count, OnServer.ExitCode));
        Assert.Equal("exit 0", ReadableRecord.Of(Run.Records[^3]));
    }

    [Fact]
    public async Task Finishing_is_bounded_although_the_server_is_down_for_ever()
    {
        Server.BreakDown(RecordingBackend.FileStream, Fault.Answer(503));
        StartRun();
        Run.Log(("a", 1));
        var finished = _actor.Ask<RunFinished>(new FinishRun());
        await Advance(TimeSpan.FromSeconds(29.5));
        var flushed = _actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk));
        var wasFinished = finished.IsCompleted;

        await Advance(TimeSpan.FromSeconds(1));

        Assert.False(wasFinished);
        Assert.Null((await flushed).Problem);
        Assert.Equal((UploadState.Waiting, 1, 0), ((await finished).Status.Upload, (await finished).Status.Ledger.InLog, (await finished).Status.Ledger.OnServer));
        Assert.Equal("exit 0", ReadableRecord.Of(Run.Records[^3]));
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(File.Exists(Run.Buffer.Path));
    }

    [Fact]
    public async Task An_uploader_that_starts_when_the_log_has_its_end_is_told_not_to_wait()
    {
        Server.BreakDown("UpsertBucket", Fault.Answer(503));
        StartRun();
        Run.Log(("a", 1));
        _actor.Tell(new FinishRun());
        await Advance(TimeSpan.FromSeconds(5));

        _actor.Tell(new UploaderReady(), TestActor);

        var grown = await ExpectMsgAsync<LogGrown>();
        await ExpectMsgAsync<HurryUpload>();
        Assert.Equal((new FileInfo(Run.LogPath).Length, true), (grown.Offset, grown.IsComplete));
    }

    [Fact]
    public async Task The_servers_wish_to_stop_reaches_the_program()
    {
        Server.Script(RecordingBackend.FileStream, Fault.Stopped());
        StartRun();
        Run.Log(("a", 1));

        await AdvanceUntil(_ => Run.Session.StopRequested.IsCancellationRequested);

        await Finished();
        Assert.True(OnServer.IsComplete);
    }

    [Fact]
    public async Task Rows_too_long_for_a_line_are_counted()
    {
        StartRun(maxLineBytes: 300);
        Run.Log(("a", new string('x', 1000)));
        Run.Log(("a", 2));

        var ledger = (await Finished()).Ledger;

        Assert.Equal((2, 1, 1, 0), (ledger.HistoryRecords, ledger.OnServer, ledger.MarkersTooLong, ledger.Waiting));
    }

    [Fact]
    public async Task Restarted_in_between_it_sends_what_the_log_holds_without_waiting_for_another_row()
    {
        Server.BreakDown("UpsertBucket", Fault.Answer(503));
        StartRun();
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(5));
        _actor.Tell(new GetRunStatus(), new ThrowingRef());
        Server.Restore("UpsertBucket");
        await Advance(TimeSpan.FromSeconds(5));

        Assert.Single(OnServer.History);
        Assert.Equal(1, (await Finished()).Ledger.OnServer);
    }

    private void StartRun(string? apiKey = null, int? maxLineBytes = null)
    {
        Run = NewRun(
            settings => settings with { MaxLineBytes = maxLineBytes ?? settings.MaxLineBytes },
            apiKey,
            () => _actor.Tell(DrainRing.Instance, ActorRefs.NoSender));
        _actor = Sys.ActorOf(RunActor.PropsFor(Run.Session));
    }

    private async Task<TAnswer> Answered<TAnswer>(object question)
    {
        var answer = _actor.Ask<TAnswer>(question);
        await AdvanceUntil(_ => answer.IsCompleted);
        return await answer;
    }

    private async Task AdvanceUntilSo(Func<RunStatus, bool> isSo)
    {
        while (!isSo(await Answered<RunStatus>(new GetRunStatus())))
            await Advance(Step);
    }

    private async Task<RunStatus> Finished(int exitCode = 0)
    {
        var finished = await Answered<RunFinished>(new FinishRun(exitCode));
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        return finished.Status;
    }
}
