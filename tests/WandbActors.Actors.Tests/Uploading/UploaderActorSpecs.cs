using System.Text.Json.Nodes;
using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using WandbActors.Testing;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class UploaderActorSpecs : UploadSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_run_is_registered_first_then_its_lines_are_sent()
    {
        Start();
        GrowByRow(1);

        await AdvanceUntil(run => run.History.Count == 1);

        Assert.Equal(["UpsertBucket", "ServerFeaturesQuery", "file_stream"], Server.Requests.Take(3).Select(request => request.Kind));
        var registered = await AdvanceUntilTold<RunRegistered>();
        Assert.Contains("/lab/golden/runs/r1", registered.Url);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task It_waits_without_complaint_for_a_log_that_is_not_there_yet()
    {
        Start();
        await Advance(3 * Second);

        GrowByRow(1);
        await AdvanceUntil(run => run.History.Count == 1);

        var starts = 0;
        while (Owner.HasMessages)
            starts += await Owner.ReceiveOneAsync(TimeSpan.Zero) is UploaderReady ? 1 : 0;
        Assert.Equal(1, starts);
    }

    [Fact]
    public async Task While_one_request_is_on_its_way_all_that_comes_is_merged_into_the_next()
    {
        HoldBack();
        Start();
        GrowByRow(1);
        await AdvanceUntil(_ => Streams.Count == 1);
        for (var row = 2; row <= 50; row++)
        {
            GrowByRow(row);
            await Advance(Second, Second);
        }

        var onTheWay = Streams.Count;
        Answer();
        await AdvanceUntil(run => run.History.Count == 50);

        Assert.Equal(1, onTheWay);
        Assert.Equal(["0"], StepsIn(Streams[0]));
        Assert.InRange(Streams.Count(request => LinesIn(request).Length > 0), 2, 3);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task One_request_goes_at_once_then_one_every_2_seconds_for_a_minute_then_one_every_15()
    {
        Start();
        for (var second = 0; second < 3600; second++)
        {
            GrowByRow(second);
            await Advance(Second, Second);
        }

        var start = Streams[0].ArrivedAt;
        var times = Streams.Select(request => (request.ArrivedAt - start).TotalSeconds).ToList();
        var gaps = times.Zip(times.Skip(1), (before, after) => (before, Gap: after - before)).ToList();
        Assert.All(gaps, gap => Assert.True(gap.Gap >= (gap.before < 60 ? 2 : 15), $"{gap.Gap} s after {gap.before} s"));
        Assert.InRange(times.Count(time => time < 60), 28, 31);
        Assert.InRange(times.Count(time => time >= 60), 230, 237);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task With_nothing_to_send_it_says_every_30_seconds_that_it_is_there()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntil(run => run.History.Count == 1);
        var before = Streams.Count;
        await Advance(TimeSpan.FromMinutes(10), Second);

        var heartbeats = Streams.Skip(before).ToList();
        Assert.InRange(heartbeats.Count, 18, 20);
        Assert.All(heartbeats, heartbeat => Assert.False(JsonNode.Parse(heartbeat.Body)!.AsObject().ContainsKey("files")));
    }

    [Fact]
    public async Task Full_requests_do_not_wait()
    {
        Start(settings => settings with { MaxRequestBytes = 2000 });
        for (var row = 0; row < 500; row++)
            Run.Log(("a", row));
        Grow();

        await AdvanceUntil(run => run.History.Count >= 490);

        Assert.InRange(Streams.Count, 10, 30);
        Assert.InRange((Streams[^1].ArrivedAt - Streams[0].ArrivedAt).TotalSeconds, 0, Streams.Count * 0.4);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_failed_request_is_sent_again_as_it_was_when_the_server_says()
    {
        Server.Script(RecordingBackend.FileStream, Fault.Answer(503, retryAfter: "7"), Fault.Answer(429, retryAfter: "7"));
        Start();
        GrowByRow(1);
        await AdvanceUntil(_ => Streams.Count == 1);
        GrowByRow(2);
        await AdvanceUntil(_ => Streams.Count >= 3);

        Assert.Equal(Streams[0].Text, Streams[1].Text);
        Assert.Equal(Streams[0].Text, Streams[2].Text);
        Assert.All([Streams[1].ArrivedAt - Streams[0].ArrivedAt, Streams[2].ArrivedAt - Streams[1].ArrivedAt], gap => Assert.InRange(gap.TotalSeconds, 7, 9));
        Assert.Contains("503", (await AdvanceUntilTold<UploadWaiting>()).Reason);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("lost answer")]
    [InlineData("garbage")]
    public async Task Whatever_becomes_of_a_request_each_line_is_on_the_server_once(string fault)
    {
        var faults = (fault switch
        {
            "reset" => Fault.Reset(),
            "lost answer" => Fault.LostAnswer(),
            _ => Fault.Garbage(),
        }).Times(3);
        Server.Script(RecordingBackend.FileStream, faults);
        Start();
        for (var row = 0; row < 10; row++)
        {
            GrowByRow(row);
            await Advance(Second);
        }

        await AdvanceUntil(run => run.History.Count == 10);

        Assert.Equal(Enumerable.Range(0, 10), OnServer.History.Select(line => (int)JsonNode.Parse(line)!["a"]!));
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_refusal_for_good_stops_it_which_it_says_once_and_nothing_more_is_sent()
    {
        Server.BreakDown(RecordingBackend.Upload, Fault.Answer(503));
        Server.Script(RecordingBackend.FileStream, Fault.SlowAnswer(Done()), Fault.Answer(400, body: """{"error":"no such run"}"""));
        Start();
        Directory.CreateDirectory(Run.Session.Directory.FilesPath);
        await File.WriteAllTextAsync(Path.Combine(Run.Session.Directory.FilesPath, "model.bin"), "weights");
        Run.Session.Append(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = "model.bin", Policy = FilesItem.Types.PolicyType.Now } } } });
        GrowByRow(1);
        await AdvanceUntil(run => run.Requests.Any(request => request.Kind == RecordingBackend.Upload));
        GrowByRow(2);
        var stopped = await AdvanceUntilTold<UploadStopped>();
        await Settle();
        var sent = Server.Requests.Count;

        GrowByRow(3);
        Uploader.Tell(new HurryUpload());
        await Advance(TimeSpan.FromMinutes(10), Second);

        Assert.Contains("no such run", stopped.Reason);
        Assert.Equal([], Server.Requests.Skip(sent).Select(request => $"{request.Kind} {request.ArrivedAt}"));
        while (Owner.HasMessages)
            Assert.IsNotType<UploadStopped>(await Owner.ReceiveOneAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_wrong_key_stops_it()
    {
        Start(apiKey: new string('9', 40));
        GrowByRow(1);

        var stopped = await AdvanceUntilTold<UploadStopped>();

        Assert.Contains("refused the registration of the run", stopped.Reason);
        Assert.Empty(Streams);
    }

    [Fact]
    public async Task Restarted_in_mid_request_it_goes_on_at_the_same_offsets()
    {
        Start();
        GrowByRow(0);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        for (var round = 1; round <= 5; round++)
        {
            var seen = Streams.Count;
            HoldBack();
            GrowByRow(round);
            await AdvanceUntil(_ => Streams.Count > seen);
            Break();
            GrowByRow(round + 0.5);
            Answer();
            await AdvanceUntil(run => run.History.Count == 1 + (2 * round));
        }

        Assert.Equal([0, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5], OnServer.History.Select(line => (double)JsonNode.Parse(line)!["a"]!));
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task Restarted_with_nothing_new_it_sends_no_line_again()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        var upserts = OnServer.Upserts.Count;
        Break();

        await AdvanceUntil(run => run.Upserts.Count > upserts);
        await Advance(20 * Second);

        Assert.Single(Streams, request => LinesIn(request).Length > 0);
    }

    [Fact]
    public async Task At_the_end_files_are_there_before_the_run_is_completed()
    {
        Start();
        GrowByRow(1);
        Grow(exitCode: 3);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal(3, OnServer.ExitCode);
        Assert.Equal(["config.yaml", "wandb-summary.json"], OnServer.Files.Keys.Order());
        Assert.Equal(["config.yaml", "wandb-summary.json"], OnServer.Uploaded.Order());
        Assert.Contains("\"complete\":true", OnServer.Requests[^1].Text);
        Assert.Equal(1, (int)JsonNode.Parse(OnServer.Summary!)!["a"]!);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_file_that_cannot_be_sent_does_not_hold_the_end_back()
    {
        Server.BreakDown(RecordingBackend.Upload, Fault.Answer(403));
        Start();
        GrowByRow(1);
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains("was not sent", remark.Text);
        Assert.Equal(0, OnServer.ExitCode);
    }

    [Fact]
    public async Task A_log_that_nobody_ended_is_completed_as_interrupted()
    {
        Start();
        Run.Log(("a", 1));

        Grow(Run.WriteLog(), isComplete: true);
        await AdvanceUntil(run => run.IsComplete);

        Assert.Equal(1, OnServer.ExitCode);
        Assert.Single(OnServer.History);
    }

    [Fact]
    public async Task Completed_it_is_completed_for_ever()
    {
        Start();
        GrowByRow(1);
        Grow(exitCode: 0);
        await AdvanceUntilTold<UploadCompleted>();
        var sent = Server.Requests.Count;
        await Uploader.GracefulStop(TimeSpan.FromSeconds(30));

        Sys.ActorOf(UploaderActor.SupervisedPropsFor(Run.Session.UploadJob!, Owner));

        await AdvanceUntilTold<UploadCompleted>();
        Assert.Equal(sent, Server.Requests.Count);
    }

    [Fact]
    public async Task The_servers_wish_to_stop_is_passed_on()
    {
        Server.Script(RecordingBackend.FileStream, Fault.Stopped());
        Start();
        GrowByRow(1);

        await AdvanceUntilTold<StopAsked>();

        await AdvanceUntil(run => run.History.Count == 1);
    }

    [Fact]
    public async Task Lines_are_compressed_for_a_server_that_takes_that()
    {
        Server.Features = [ServerFeatures.FileStreamGzip];
        Start();
        GrowByRow(1);

        await AdvanceUntil(run => run.History.Count == 1);

        Assert.Equal("gzip", Streams[0].Headers["Content-Encoding"]);
    }

    [Fact]
    public async Task And_not_for_one_that_cannot_be_asked()
    {
        Server.Features = [ServerFeatures.FileStreamGzip];
        Server.Script("ServerFeaturesQuery", Fault.Answer(400));
        Start();
        GrowByRow(1);

        await AdvanceUntil(run => run.History.Count == 1);

        Assert.False(Streams[0].Headers.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public async Task A_row_too_long_for_a_line_is_a_marker_and_counted()
    {
        Start(settings => settings with { MaxLineBytes = 300 });
        Run.Log(("a", new string('x', 1000)));
        GrowByRow(1);

        var progressed = await AdvanceUntilTold<UploadProgressed>(progressed => progressed.HistoryLines == 2);

        Assert.Equal(1, progressed.MarkerLines);
        Assert.Equal(2, OnServer.History.Count);
        Assert.DoesNotContain("xxx", OnServer.History[0]);
    }

    [Fact]
    public async Task Hurried_it_sends_what_there_is_without_waiting()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        await Advance(TimeSpan.FromMinutes(2), Second);
        GrowByRow(2);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        GrowByRow(3);
        var asked = Run.Time.GetUtcNow();

        Uploader.Tell(new HurryUpload());
        await AdvanceUntil(run => run.History.Count == 3);

        Assert.InRange((Streams[^1].ArrivedAt - asked).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Changes_of_the_run_are_collected_and_lose_nothing()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);

        Run.Session.Append(new Record { Run = new RunRecord { RunId = "r1", Entity = "lab", Project = "golden", DisplayName = "renamed" } });
        Grow();
        await Advance(3 * Second);
        Run.Session.Append(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "7" } } } });
        Grow();
        await AdvanceUntil(run => run.Upserts.Count == 2);
        await Advance(10 * Second);

        Assert.Equal("renamed", (string?)OnServer.Variable("displayName"));
        Assert.Contains("\"lr\":{\"value\":7}", (string?)OnServer.Variable("config"));
        Assert.Equal(2, OnServer.Upserts.Count);
    }

    [Fact]
    public async Task A_change_waits_for_the_one_before_so_that_the_last_one_holds()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        HoldBack("UpsertBucket");
        Configure("1");
        await AdvanceUntil(run => run.Upserts.Count == 2);

        Configure("2");
        await Advance(15 * Second);
        var whileWaiting = OnServer.Upserts.Count;
        Answer();
        await AdvanceUntil(run => run.Upserts.Count == 3);

        Assert.Equal(2, whileWaiting);
        Assert.Contains("\"lr\":{\"value\":2}", (string?)OnServer.Upserts[^1]["config"]);
    }

    private bool IsUpToDate(UploadProgressed progressed) => progressed.Offset == Grown.Offset;

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private void Configure(string lr)
    {
        Run.Session.Append(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = lr } } } });
        Grow();
    }

    // As an unreadable log does.
    private void Break() => Sys.ActorSelection(Uploader.Path / "uploader").Tell(new UploadPipeline.Failed(new IOException("as the test wants it")));
}
