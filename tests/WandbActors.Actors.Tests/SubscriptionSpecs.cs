using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.SupervisorProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests;

/// <summary>What those are told who want the news of runs.</summary>
public sealed class SubscriptionSpecs : RunSpecs
{
    private readonly IActorRef _runs;
    private readonly TestProbe _subscriber;

    public SubscriptionSpecs()
    {
        _runs = Sys.ActorOf(RunSupervisorActor.PropsFor(_ => throw new NotSupportedException()));
        _subscriber = CreateTestProbe();
    }

    [Fact]
    public async Task A_subscriber_hears_of_rows_and_of_the_end_and_then_the_actor_stops()
    {
        await StartedAsync();
        await SubscribedAsync(Actor);
        await _subscriber.WatchAsync(Actor);

        Run.Log(("a", 1));
        Run.Log(("a", 2));
        await Finished();

        var news = new List<object>();
        while (news is not [.., RunFinished])
            news.Add(await _subscriber.ExpectMsgAsync<IRunMessage>());
        Assert.Equal(new RowsWritten("r1", 2, 1), news.OfType<RowsWritten>().Last());
        Assert.Equal(2, ((RunFinished)news[^1]).Status.Ledger.InLog);
        await _subscriber.ExpectTerminatedAsync(Actor);
    }

    [Fact]
    public async Task News_of_rows_come_at_most_five_times_a_second_and_the_last_ones_come()
    {
        await StartedAsync();
        await SubscribedAsync(Actor);

        for (var row = 1; row <= 100; row++)
        {
            Run.Log(("a", row));
            await Advance(Tick);
        }

        await Advance(TimeSpan.FromSeconds(1));
        var news = _subscriber.ReceiveN(11).Cast<RowsWritten>().ToArray();

        Assert.Equal(100, news[^1].Rows);
        Assert.Equal(news.Select(written => written.Rows).Order(), news.Select(written => written.Rows));
        await _subscriber.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_restart_of_the_runs_actor_loses_no_subscriber()
    {
        await StartedAsync();
        await SubscribedAsync(Actor);

        Actor.Tell(new GetRunStatus(), new ThrowingRef());
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await _subscriber.ExpectMsgAsync<RowsWritten>()).Rows);
    }

    [Fact]
    public async Task Whoever_has_unsubscribed_or_stopped_is_told_nothing()
    {
        var other = CreateTestProbe();
        await StartedAsync();
        await SubscribedAsync(Actor);
        await Actor.Ask<RunStarted>(new SubscribeToRuns(other));

        Actor.Tell(new UnsubscribeFromRuns(_subscriber));
        Sys.Stop(other);
        await Settle();
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(1));

        await _subscriber.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.True(Run.Session.Audience.IsEmpty);
    }

    [Fact]
    public async Task A_stalled_upload_is_said_with_its_reason_and_when_it_goes_on()
    {
        await StartedAsync();
        await SubscribedAsync(Actor);

        Actor.Tell(new UploadWaiting("no network"));
        Actor.Tell(new UploadWaiting("no network"));
        Actor.Tell(new UploadProgressed(100, 1, 0));
        Actor.Tell(new UploadStopped("the key is wrong"));

        Assert.Equal(new UploadStalled("r1", "no network", SomeRun.Noon, IsForGood: false), await _subscriber.ExpectMsgAsync<UploadStalled>());
        Assert.Equal("r1", (await _subscriber.ExpectMsgAsync<UploadResumed>()).RunId);
        Assert.Equal(new UploadStalled("r1", "the key is wrong", SomeRun.Noon, IsForGood: true), await _subscriber.ExpectMsgAsync<UploadStalled>());
    }

    [Fact]
    public async Task Who_comes_later_is_told_what_holds_the_upload_back()
    {
        await StartedAsync();
        Actor.Tell(new UploadWaiting("no network"));

        await SubscribedAsync(Actor);

        Assert.Equal("no network", (await _subscriber.ExpectMsgAsync<UploadStalled>()).Reason);
    }

    [Fact]
    public async Task Whoever_subscribes_to_all_runs_hears_of_those_that_live_and_of_those_to_come()
    {
        using var later = new SomeRun(id: "later").Begin();
        await StartedAsync();

        var list = await _runs.Ask<RunList>(new SubscribeToRuns(_subscriber));
        var started = await _runs.Ask<RunActorStarted>(new StartRunActor(later.Session));
        Run.Log(("a", 1));
        later.Log(("a", 1));
        started.Actor.Tell(DrainRing.Instance);
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("r1", Assert.Single(list.Runs).RunId);
        Assert.Equal("later", (await _subscriber.ExpectMsgAsync<RunStarted>()).RunId);
        var news = _subscriber.ReceiveN(2).Cast<RowsWritten>();
        Assert.Equal(["later", "r1"], news.Select(written => written.RunId).Order());
        await started.Actor.GracefulStop(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Whoever_unsubscribes_from_all_runs_hears_of_none()
    {
        await StartedAsync();
        await _runs.Ask<RunList>(new SubscribeToRuns(_subscriber));

        _runs.Tell(new UnsubscribeFromRuns(_subscriber));
        await Settle();
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(1));

        await _subscriber.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_run_that_its_system_ends_is_said_to_have_ended_too()
    {
        await StartedAsync();
        await SubscribedAsync(Actor);

        Sys.Stop(Actor);

        Assert.Contains("ended before", (await _subscriber.ExpectMsgAsync<RunFinished>()).Status.Problem);
    }

    [Fact]
    public async Task Records_without_rows_are_no_news()
    {
        await StartedAsync();
        await SubscribedAsync(Actor);

        Run.Session.Append(new Record { Preempting = new RunPreemptingRecord() });
        await Advance(TimeSpan.FromSeconds(1));

        await _subscriber.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_makes_no_sense_harms_no_run()
    {
        await StartedAsync();
        var watcher = CreateTestProbe();
        await watcher.WatchAsync(Actor);

        foreach (var nonsense in (object[])[new StartRun(null!), new FindRun(null!), new SubscribeToRuns(null!), new UnsubscribeFromRuns(null!)])
        {
            _runs.Tell(nonsense, ActorRefs.NoSender);
            Actor.Tell(nonsense, ActorRefs.NoSender);
        }

        Assert.Equal("r1", Assert.Single((await _runs.Ask<RunList>(new GetRuns())).Runs).RunId);
        await Settle();
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private async Task StartedAsync()
    {
        var run = NewRun();
        Started(run, (await _runs.Ask<RunActorStarted>(new StartRunActor(run.Session))).Actor);
    }

    private async Task SubscribedAsync(IActorRef to) => Assert.Equal(Actor, (await to.Ask<RunStarted>(new SubscribeToRuns(_subscriber))).Actor);
}
