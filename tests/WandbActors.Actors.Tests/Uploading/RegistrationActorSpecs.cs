using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class RegistrationActorSpecs : UploadSpecs
{
    private static readonly string[] WithoutAsking = ["UpsertBucket", "ServerFeaturesQuery"];

    [Fact]
    public async Task A_run_is_registered_and_the_server_says_what_it_can_do()
    {
        Server.Features = [ServerFeatures.FileStreamGzip];
        Run = NewRun();

        var opened = await RegisterAsync<RunOpened>(leastLines: null);

        Assert.Equal(("lab", "golden", "r1"), (opened.Run.Entity, opened.Run.Project, opened.Run.Name));
        Assert.True(opened.Features.Has(ServerFeatures.FileStreamGzip));
        Assert.Null(opened.Lines);
        Assert.Equal(WithoutAsking, Server.Requests.Select(request => request.Kind));
    }

    [Fact]
    public async Task A_server_that_does_not_say_what_it_can_do_can_do_nothing_special()
    {
        Server.Script("ServerFeaturesQuery", Fault.Answer(400));
        Run = NewRun();

        var opened = await RegisterAsync<RunOpened>(leastLines: null);

        Assert.False(opened.Features.Has(ServerFeatures.FileStreamGzip));
    }

    [Fact]
    public async Task A_refused_registration_is_told_and_ends_it()
    {
        Server.Script("UpsertBucket", Fault.Answer(403));
        Run = NewRun();

        var refused = await RegisterAsync<CallRefused>(leastLines: null);

        Assert.Equal("the registration of the run", refused.Subject);
        Assert.DoesNotContain(Server.Requests, request => request.Kind == "ServerFeaturesQuery");
    }

    [Fact]
    public async Task Trouble_is_passed_on()
    {
        Server.Script("UpsertBucket", Fault.Answer(503));
        Run = NewRun();

        var delayed = await RegisterAsync<CallDelayed>(leastLines: null);

        Assert.Contains("503", delayed.Reason);
    }

    [Fact]
    public async Task Of_a_run_that_goes_on_the_server_says_how_many_lines_it_has()
    {
        await SendTwoRows();

        var opened = await RegisterAsync<RunOpened>(leastLines: default(LineCounts));

        Assert.Equal(new LineCounts(2, 0, 0), opened.Lines);
        Assert.Equal(OnServer.StorageId, (string?)OnServer.Upserts[^1]["id"]);
    }

    [Fact]
    public async Task A_server_that_has_fewer_lines_than_were_sent_is_asked_again()
    {
        await SendTwoRows();
        var registration = Register(new LineCounts(3, 0, 0), out var parent);
        await AdvanceUntil(run => run.Requests.Count(request => request.Kind == "RunResumeStatus") == 3);
        GrowByRow(3);

        var opened = await ToldAsync<RunOpened>(parent);

        Assert.Equal(new LineCounts(3, 0, 0), opened.Lines);
        Assert.NotEqual(ActorRefs.Nobody, registration);
    }

    [Fact]
    public async Task One_that_still_has_fewer_after_some_minutes_is_sent_nothing()
    {
        await SendTwoRows();
        var upserts = OnServer.Upserts.Count;
        var before = Run.Time.GetUtcNow();

        var refused = await RegisterAsync<CallRefused>(new LineCounts(3, 0, 0));

        Assert.Contains("it has 2 of the 3 rows", refused.Reason);
        Assert.Contains("Behind a gap nothing can be sent", refused.Reason);
        Assert.Equal(upserts, OnServer.Upserts.Count);
        Assert.InRange(Run.Time.GetUtcNow() - before, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(10));
    }

    private async Task SendTwoRows()
    {
        Start();
        GrowByRow(1);
        GrowByRow(2);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
    }

    private Task<TNews> RegisterAsync<TNews>(LineCounts? leastLines)
    {
        Register(leastLines, out var parent);
        return ToldAsync<TNews>(parent);
    }

    private IActorRef Register(LineCounts? leastLines, out TestProbe parent)
    {
        parent = CreateTestProbe();
        var run = new RunUpsert { Name = "r1", Project = "golden", Entity = "lab" };
        return parent.ChildActorOf(RegistrationActor.PropsFor(Run.Session.UploadJob!, run, leastLines));
    }

    private async Task<TNews> ToldAsync<TNews>(TestProbe parent)
    {
        for (var steps = 0; steps < 10_000; steps++)
        {
            while (parent.HasMessages)
            {
                if (await parent.ReceiveOneAsync(TimeSpan.Zero) is TNews news)
                    return news;
            }

            await Advance(Step);
        }

        throw new TimeoutException($"no {typeof(TNews).Name}; violations: [{string.Join("; ", Server.Violations)}]");
    }
}
