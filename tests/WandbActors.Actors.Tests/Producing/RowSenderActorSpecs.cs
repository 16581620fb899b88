using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Producing;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Producing;

public sealed class RowSenderActorSpecs : ActorSpecs
{
    private readonly TestProbe _runs;
    private readonly TestProbe _teller;
    private int _guids;

    public RowSenderActorSpecs()
    {
        _runs = CreateTestProbe();
        _teller = CreateTestProbe();
    }

    [Fact]
    public async Task Rows_are_numbered_and_wait_until_the_run_is_found()
    {
        var sender = Started();
        sender.Tell(Row(1));
        sender.Tell(Row(2));

        var run = await FoundAsync(sender, "run-r1-a");

        Assert.Equal([Number(1), Number(2)], await ReceivedBy(run, 2));
    }

    [Fact]
    public async Task What_is_not_answered_is_sent_again_by_the_timer_until_it_is_kept()
    {
        var sender = Started();
        var run = await FoundAsync(sender, "run-r1-a");
        sender.Tell(Row(1));
        await ReceivedBy(run, 1);

        await AfterARetry();
        var again = await ReceivedBy(run, 1);
        sender.Tell(Kept(1), run);
        await AfterARetry();

        Assert.Equal([Number(1)], again);
        await run.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal((1, 1, 0), await Counts(sender));
    }

    [Fact]
    public async Task A_gap_is_filled_at_once_and_once()
    {
        var sender = Started();
        var run = await FoundAsync(sender, "run-r1-a");
        for (var row = 1; row <= 3; row++)
            sender.Tell(Row(row));
        await ReceivedBy(run, 3);

        sender.Tell(new RowMissing(Number(1).Producer, 1), run);
        sender.Tell(new RowMissing(Number(1).Producer, 1), run);

        Assert.Equal([Number(1), Number(2), Number(3)], await ReceivedBy(run, 3));
        await run.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task No_more_than_the_bound_are_under_way_and_no_more_than_the_other_wait()
    {
        var sender = Started(new RowSenderSettings { MaxUnderWay = 2, MaxWaiting = 3 });
        var run = await FoundAsync(sender, "run-r1-a");

        for (var row = 1; row <= 4; row++)
            sender.Tell(Row(row), _teller);

        Assert.Equal([Number(1), Number(2)], await ReceivedBy(run, 2));
        await run.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal(RowRefusal.Full, (await _teller.ExpectMsgAsync<RowRefused>()).Kind);
        sender.Tell(Kept(2), run);
        Assert.Equal([Number(3)], await ReceivedBy(run, 1));
        Assert.Equal((4, 2, 0), await Counts(sender));
    }

    [Fact]
    public async Task A_run_that_has_gone_is_looked_for_and_found_as_another_attempt_that_knows_no_numbers()
    {
        var sender = Started();
        var first = await FoundAsync(sender, "run-r1-a");
        sender.Tell(Row(1));
        sender.Tell(Row(2));
        await ReceivedBy(first, 2);
        sender.Tell(Kept(1), first);

        Sys.Stop(first);
        var second = await FoundAsync(sender, "run-r1-b");

        var renumbered = Assert.Single(await ReceivedBy(second, 1));
        Assert.Equal(1, renumbered.Sequence);
        Assert.NotEqual(Number(1).Producer, renumbered.Producer);
    }

    [Fact]
    public async Task What_a_run_does_not_take_in_time_is_given_up_and_said()
    {
        var sender = Started(new RowSenderSettings { GiveUpAfter = TimeSpan.FromSeconds(3) });
        Sys.EventStream.Subscribe(_teller, typeof(RowsGivenUp));
        sender.Tell(Row(1));

        await EventFilterFor("given up").ExpectOneAsync(async () =>
        {
            for (var retry = 0; retry < 3; retry++)
                await AfterARetry();
        });

        Assert.Equal((1L, "r1"), await _teller.ExpectMsgAsync<RowsGivenUp>() is var given ? (given.Rows, given.RunId) : default);
        Assert.Equal((1, 0, 1), await Counts(sender));
    }

    [Fact]
    public async Task A_run_that_has_ended_takes_nothing_more_and_that_is_said_to_whoever_tells_a_row()
    {
        var sender = Started();
        var run = await FoundAsync(sender, "run-r1-a");
        sender.Tell(Row(1));
        await ReceivedBy(run, 1);

        await EventFilterFor("the run has ended").ExpectOneAsync(() =>
        {
            sender.Tell(new RowRefused("the run has ended", RowRefusal.Ended, Number(1)), run);
            return Task.CompletedTask;
        });
        sender.Tell(Row(2), _teller);

        Assert.Equal(RowRefusal.Ended, (await _teller.ExpectMsgAsync<RowRefused>()).Kind);
        Assert.Equal((2, 0, 1), await Counts(sender));
    }

    [Fact]
    public async Task It_stops_when_the_run_has_all_that_it_was_told()
    {
        var sender = Started();
        var run = await FoundAsync(sender, "run-r1-a");
        sender.Tell(Row(1));
        await ReceivedBy(run, 1);
        await WatchAsync(sender);

        sender.Tell(new StopSender(TimeSpan.FromSeconds(30)), _teller);
        sender.Tell(Kept(1), run);

        var stopped = await _teller.ExpectMsgAsync<SenderStopped>();
        Assert.Equal((1, 1, 0, 0), (stopped.Status.Offered, stopped.Status.Kept, stopped.Status.Waiting, stopped.Status.GivenUp));
        await ExpectTerminatedAsync(sender);
    }

    [Fact]
    public async Task It_stops_in_time_and_says_what_it_gives_up()
    {
        var sender = Started();
        sender.Tell(Row(1));

        sender.Tell(new StopSender(TimeSpan.FromSeconds(2)), _teller);
        await AfterARetry();
        await AfterARetry();

        Assert.Equal(1, (await _teller.ExpectMsgAsync<SenderStopped>()).Status.GivenUp);
    }

    [Fact]
    public async Task A_run_that_does_not_take_this_producer_is_told_its_rows_once()
    {
        var sender = Started();
        var run = await FoundAsync(sender, "run-r1-a");
        sender.Tell(Row(1));
        await ReceivedBy(run, 1);

        await EventFilterFor("too many producers").ExpectOneAsync(() =>
        {
            sender.Tell(new RowRefused("too many producers", RowRefusal.Misnumbered, Number(1)), run);
            return Task.CompletedTask;
        });
        sender.Tell(Row(2), _teller);
        await AfterARetry();

        Assert.Equal(RowRefusal.Misnumbered, (await _teller.ExpectMsgAsync<RowRefused>()).Kind);
        await run.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal((2, 0, 1), await Counts(sender));
    }

    [Fact]
    public async Task A_wait_before_now_is_over()
    {
        var sender = Started();
        sender.Tell(Row(1));

        sender.Tell(new StopSender(TimeSpan.FromSeconds(-5)), _teller);
        await AfterARetry();

        Assert.Equal(1, (await _teller.ExpectMsgAsync<SenderStopped>()).Status.GivenUp);
    }

    private static LogRow Row(int number) => new(("a", number));

    private static RowNumber Number(long sequence) => new($"rank-3/{new Guid(1, 0, 0, new byte[8]):N}", sequence);

    private static RowKept Kept(long sequence) => new(Number(1).Producer, sequence);

    private static async Task<RowNumber[]> ReceivedBy(TestProbe run, int rows)
    {
        var numbers = new RowNumber[rows];
        for (var row = 0; row < rows; row++)
            numbers[row] = (await run.ExpectMsgAsync<LogRow>()).Number!;
        return numbers;
    }

    private IEventFilterApplier EventFilterFor(string text) => EventFilter.Warning(contains: text);

    private IActorRef Started(RowSenderSettings? settings = null) =>
        Sys.ActorOf(RowSenderActor.PropsFor(_runs.Ref, "r1", (settings ?? new RowSenderSettings()) with { Name = "rank-3" }, () => new Guid(++_guids, 0, 0, new byte[8])));

    private async Task<TestProbe> FoundAsync(IActorRef sender, string name)
    {
        Assert.Equal("r1", (await _runs.FishForMessageAsync<FindRun>(_ => true)).RunId);
        var run = CreateTestProbe(name);
        sender.Tell(new RunStarted("r1", run, "digits", "", null));
        return run;
    }

    private async Task<(long Offered, long Kept, long GivenUp)> Counts(IActorRef sender)
    {
        var status = await sender.Ask<SenderStatus>(new GetSenderStatus());
        return (status.Offered, status.Kept, status.GivenUp);
    }

    private async Task AfterARetry()
    {
        await Settle();
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        await Settle();
    }
}
