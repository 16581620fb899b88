using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence;
using static WandbActors.Actors.Uploading.SyncProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class SyncActorSpecs : UploadSpecs
{
    private string Marker => RunDirectory.SyncedMarkerOf(Run.LogPath);

    [Fact]
    public async Task A_log_is_sent_whole_and_marked()
    {
        WriteLog(rows: 3, exitCode: 0);
        StartSync();

        var began = await AdvanceUntilTold<LogProgressed>();
        var arrived = await AdvanceUntilTold<LogProgressed>(progressed => progressed.SentBytes > 0);
        var sent = await AdvanceUntilTold<LogSent>();

        var length = new FileInfo(Run.LogPath).Length;
        Assert.Equal((0, length), (began.SentBytes, began.TotalBytes));
        Assert.InRange(arrived.SentBytes, 1, length);
        Assert.Equal((null, true, 3), (sent.Problem, sent.IsWhole, sent.HistoryLines));
        Assert.Contains("/lab/golden/runs/r1", sent.Url);
        Assert.Equal((3, 0), (OnServer.History.Count, OnServer.ExitCode));
        Assert.True(File.Exists(Marker));
    }

    [Fact]
    public async Task One_that_nobody_ended_is_completed_as_interrupted()
    {
        WriteLog(rows: 3);
        StartSync();

        await AdvanceUntilTold<LogSent>();

        Assert.Equal((3, 1), (OnServer.History.Count, OnServer.ExitCode));
    }

    [Fact]
    public async Task It_does_not_wait_between_requests()
    {
        WriteLog(rows: 500, exitCode: 0);
        var before = Run.Time.GetUtcNow();
        StartSync(settings => settings with { MaxRequestBytes = 2000 });

        await AdvanceUntilTold<LogSent>();

        Assert.InRange(Run.Time.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_refusal_ends_it_with_the_reason_and_without_a_mark()
    {
        Server.Script(RecordingBackend.FileStream, Fault.Answer(404, body: """{"error":"no such run"}"""));
        WriteLog(rows: 3, exitCode: 0);
        StartSync();

        var sent = await AdvanceUntilTold<LogSent>();

        Assert.Contains("no such run", sent.Problem);
        Assert.False(sent.IsWhole);
        Assert.False(File.Exists(Marker));
    }

    [Fact]
    public async Task What_could_not_be_sent_leaves_the_log_unmarked()
    {
        Server.BreakDown(RecordingBackend.Upload, Fault.Answer(403));
        WriteLog(rows: 3, exitCode: 0);
        StartSync();

        var sent = await AdvanceUntilTold<LogSent>();

        Assert.Equal((null, false), (sent.Problem, sent.IsWhole));
        Assert.Contains(sent.Remarks, remark => remark.Contains("was not sent"));
        Assert.False(File.Exists(Marker));
    }

    [Fact]
    public async Task A_mark_that_cannot_be_made_is_said()
    {
        WriteLog(rows: 3, exitCode: 0);
        Directory.CreateDirectory(Marker);
        StartSync();

        var sent = await AdvanceUntilTold<LogSent>();

        Assert.True(sent.IsWhole);
        Assert.Contains("could not be made, so the next sync looks at this run again", Assert.Single(sent.Remarks));
    }

    [Fact]
    public async Task Trouble_is_passed_on_and_told_to_stop_it_ends_at_once()
    {
        Server.BreakDown("UpsertBucket", Fault.Answer(503));
        WriteLog(rows: 3, exitCode: 0);
        var sync = StartSync();
        var waiting = await AdvanceUntilTold<UploadWaiting>();

        sync.Tell(new StopSync("enough"));
        var sent = await AdvanceUntilTold<LogSent>();

        Assert.Contains("503", waiting.Reason);
        Assert.Equal(("enough", false, null), (sent.Problem, sent.IsWhole, sent.Url));
        await Owner.WatchAsync(sync);
        await Owner.FishForMessageAsync(message => message is Terminated);
    }

    private void WriteLog(int rows, int? exitCode = null)
    {
        Run = NewRun();
        for (var row = 0; row < rows; row++)
            Run.Log(("a", row));
        Run.WriteLog(exitCode);
    }

    private IActorRef StartSync(Func<UploadSettings, UploadSettings>? change = null)
    {
        var live = Run.Session.UploadJob!;
        var job = UploadJob.ToSync(Run.LogPath, LogIdentity.Read(Run.LogPath, out _)!, live.Target, (change ?? (same => same))(live.Settings), Run.Time);
        return Sys.ActorOf(SyncActor.PropsFor(job, Owner));
    }
}
