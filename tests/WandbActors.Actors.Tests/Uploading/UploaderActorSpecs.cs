using System.Text.Json.Nodes;
using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Upload;
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
        // The first one may have waited for its place behind the registration.
        Assert.All(gaps.Skip(1), gap => Assert.True(gap.Gap >= (gap.before < 60 ? 2 : 15), $"{gap.Gap} s after {gap.before} s"));
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
}
