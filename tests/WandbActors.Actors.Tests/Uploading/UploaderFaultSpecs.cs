using System.Text.Json.Nodes;
using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class UploaderFaultSpecs : UploadSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

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

    [Fact]
    public async Task Without_the_servers_word_the_settings_say_when_to_try_again()
    {
        Server.Script(RecordingBackend.FileStream, Fault.Answer(503).Times(5));
        Start(settings => settings with { RetryMin = 10 * Second, RetryMax = 20 * Second });
        GrowByRow(1);

        await AdvanceUntil(run => run.History.Count == 1);

        var gaps = Streams.Zip(Streams.Skip(1), (before, after) => (after.ArrivedAt - before.ArrivedAt).TotalSeconds).Take(5).ToList();
        Assert.InRange(gaps[0], 10, 13);
        Assert.All(gaps.Skip(1), gap => Assert.InRange(gap, 20, 21));
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
        var open = new TaskCompletionSource();
        open.SetResult();
        Server.BreakDown(RecordingBackend.Upload, Fault.Answer(503));
        Server.Script(RecordingBackend.FileStream, Fault.SlowAnswer(open), Fault.Answer(400, body: """{"error":"no such run"}"""));
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
    public async Task A_record_that_cannot_be_replayed_costs_itself_and_no_restart()
    {
        Start();
        GrowByRow(1);
        Run.Session.Append(new Record { Alert = new AlertRecord { Title = "endless", WaitDuration = long.MaxValue } });
        GrowByRow(2);
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        var completed = await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains("cannot be sent", remark.Text);
        Assert.False(completed.IsWhole);
        Assert.Equal([1.0, 2.0], OnServer.History.Select(line => (double)JsonNode.Parse(line)!["a"]!));
        Assert.Single(OnServer.Upserts, upsert => upsert["config"] is not null && upsert["id"] is null);
    }

    [Fact]
    public async Task Restarted_it_still_knows_how_many_of_the_lines_are_markers()
    {
        Start(settings => settings with { MaxLineBytes = 300 });
        Run.Log(("a", new string('x', 1000)));
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        Break();

        GrowByRow(2);
        var progressed = await AdvanceUntilTold<UploadProgressed>(IsUpToDate);

        Assert.Equal((3, 1), (progressed.HistoryLines, progressed.MarkerLines));
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

    // As an unreadable log does.
    private void Break() => Sys.ActorSelection(Uploader.Path / "uploader").Tell(new UploadPipeline.Failed(new IOException("as the test wants it")));
}
