using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Deferring.DeferredProtocol;

namespace WandbActors.Actors.Tests;

public sealed class RunActorSpecs : RunSpecs
{
    private static readonly RowBufferSettings LargeRing = SomeRing.Settings with { RingBytes = 2 << 20, MaxWait = TimeSpan.FromSeconds(30) };

    private static readonly WandbSettings Sleepy =
        SomeRun.Defaults with { Buffer = SomeRun.Defaults.Buffer with { ParkAfterEmptyDrains = 1 } };

    private int _wakes;

    [Fact]
    public async Task Rows_reach_the_log_within_a_drain_interval()
    {
        Started(NewRun());
        await Settle();
        Run.Log(("a", 1));
        Run.Log(("a", 2));

        await Advance(Tick);

        Assert.Equal(["row 0: a = 1", "row 1: a = 2"], Run.Rows);
    }

    [Fact]
    public async Task Rows_of_many_threads_all_reach_the_log_each_threads_in_their_order()
    {
        Started(NewRun(ring: LargeRing));
        var threads = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var row = 0; row < 3000; row++)
                    Run.Log(($"thread-{thread}", row));
            },
            TaskCreationOptions.LongRunning)).ToArray();

        await AdvanceUntil(() => threads.All(thread => thread.IsCompleted));
        await Task.WhenAll(threads);
        var finished = await Finished();

        var rows = Run.Records.Where(record => record.History is not null).Select(record => record.History.Item[0]).ToLookup(item => item.Key);
        Assert.All(rows, thread => Assert.Equal(Enumerable.Range(0, 3000).Select(row => $"{row}"), thread.Select(item => item.ValueJson)));
        Assert.Equal(8, rows.Count);
        AssertAddsUp(finished.Status.Ledger, 24_000, Run);
    }

    [Fact]
    public async Task After_a_second_without_rows_it_sleeps_and_the_next_row_wakes_it_once()
    {
        Started(NewRun());
        await Advance(TimeSpan.FromSeconds(1.5));
        Run.Log(("a", 1));
        Run.Log(("a", 2));

        await Settle();

        Assert.Equal(1, _wakes);
        Assert.Equal("row 0: a = 1", Run.Rows[0]);
    }

    [Fact]
    public async Task It_stays_awake_until_the_summary_is_written()
    {
        Started(NewRun());
        await Settle();
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(9));
        var before = Run.Records.Count(record => record.Summary is not null);

        await Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(0, before);
        Assert.Equal("summary: a = 1", ReadableRecord.Of(Run.Records.Single(record => record.Summary is not null)));
        Run.Log(("a", 2));
        Assert.Equal(1, _wakes);
    }

    [Fact]
    public async Task Actors_log_rows_by_message()
    {
        Started(NewRun());

        Actor.Tell(new LogRow(("a", 1), ("b", "x")));
        Actor.Tell(new LogRow([new("a", 2)], Step: 7));
        Actor.Tell(new LogRow([new("b", 3)], Commit: false));
        Actor.Tell(new LogRow([new("c", 4)], Step: 7, Commit: true));
        Actor.Tell(new LogRow(default, Step: 9, Commit: true));
        var finished = await Finished();

        Assert.Equal(["row 0: a = 1, b = \"x\"", "row 7: a = 2, b = 3, c = 4"], Run.Rows);
        AssertAddsUp(finished.Status.Ledger, 5, Run);
    }

    [Fact]
    public async Task A_row_told_after_the_end_is_refused_and_counted()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Actor.Tell(new FinishRun(), TestActor);

        Actor.Tell(new LogRow(("a", 1)), TestActor);

        Assert.Equal("the run has ended", (await ExpectMsgAsync<RowRefused>()).Reason);
        Assert.Equal(1, (await Actor.Ask<RunStatus>(new GetRunStatus())).Ledger.RefusedClosed);
    }

    [Fact]
    public async Task A_row_that_finds_the_ring_full_is_refused_and_counted()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        for (var row = 0; row < 2000; row++)
            Actor.Tell(new LogRow(("a", row)), TestActor);

        await Settle();

        var status = await Actor.Ask<RunStatus>(new GetRunStatus());
        Assert.Contains("full", (await ExpectMsgAsync<RowRefused>()).Reason);
        Assert.Equal(2000, status.Ledger.Offered);
        Assert.NotEqual(0, status.Ledger.RefusedFull);
        Assert.Contains("Rows wait in the row buffer", status.Problem);
    }

    [Theory]
    [InlineData(FlushTarget.Disk)]
    [InlineData(FlushTarget.Server)]
    public async Task A_flush_of_an_offline_run_is_answered_when_all_before_it_is_in_the_log_the_open_row_too(FlushTarget target)
    {
        Started(NewRun());
        await Advance(TimeSpan.FromSeconds(2));
        Run.Log(("a", 1));
        Run.Log(5, ("a", 2));

        var flushed = await AdvanceUntilAnswered<RunFlushed>(new FlushRun(target));

        Assert.Equal(new RunFlushed(target, null), flushed);
        Assert.Equal(["row 0: a = 1", "row 5: a = 2"], Run.Rows);
    }

    [Fact]
    public async Task A_flush_waits_for_deferred_values()
    {
        Started(NewRun());
        var deferred = new RememberedPlace();
        Run.Log(("a", new MetricValue(deferred)));
        var flushed = Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk));
        await Advance(TimeSpan.FromSeconds(5));
        var wasFlushed = flushed.IsCompleted;

        deferred.Place.Fill(0.5);
        await AdvanceUntil(() => flushed.IsCompleted);

        Assert.False(wasFlushed);
        Assert.Equal(["row 0: a = 0.5"], Run.Rows);
    }

    [Fact]
    public async Task A_flush_while_the_disk_refuses_is_answered_when_it_does_not_any_more()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        var flushed = Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk));
        await Advance(TimeSpan.FromSeconds(1));
        var wasFlushed = flushed.IsCompleted;

        Directory.Delete(Run.LogPath);
        await AdvanceUntil(() => flushed.IsCompleted);

        Assert.False(wasFlushed);
        Assert.Null((await flushed).Problem);
        Assert.Null((await Actor.Ask<RunStatus>(new GetRunStatus())).Problem);
        Assert.Equal(["row 0: a = 1"], Run.Rows);
    }

    [Fact]
    public async Task A_flush_asked_for_just_before_it_would_have_fallen_asleep_is_answered()
    {
        Started(NewRun(Sleepy));
        await Advance(TimeSpan.FromSeconds(1));
        var flushed = AskedBehindADrain<RunFlushed>(new FlushRun(FlushTarget.Disk));

        await AdvanceUntil(() => flushed.IsCompleted);

        Assert.Null((await flushed).Problem);
    }

    [Fact]
    public async Task A_run_ended_just_before_it_would_have_fallen_asleep_ends()
    {
        Started(NewRun(Sleepy));
        await Advance(TimeSpan.FromSeconds(1));
        var finished = AskedBehindADrain<RunFinished>(new FinishRun());

        await Advance(TimeSpan.FromSeconds(1));

        Assert.True(finished.IsCompleted);
        Assert.Equal("exit 0", ReadableRecord.Of(Run.Records[^3]));
    }

    [Fact]
    public async Task A_flush_that_the_end_overtakes_is_done_with_the_end()
    {
        Started(NewRun());
        Run.Log(("a", 1));
        var gate = new GatedRef();
        Actor.Tell(new GetRunStatus(), gate);
        gate.WaitUntilReached();
        Actor.Tell(DrainRing.Instance);
        var flushed = Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk));
        var finished = Actor.Ask<RunFinished>(new FinishRun());

        gate.Open();
        await AdvanceUntil(() => finished.IsCompleted);

        Assert.Null((await flushed).Problem);
    }

    [Fact]
    public async Task The_end_is_written_and_told_to_all_who_asked_for_it()
    {
        Started(NewRun());
        Run.Log(("a", 1));
        Run.Log(commit: false, ("b", 2));
        var first = Actor.Ask<RunFinished>(new FinishRun(3));

        var second = await Finished(exitCode: 0);

        Assert.Equal(second.Status, (await first).Status);
        Assert.Equal(["summary: a = 1, b = 2", "summary: ", "exit 3", "Final", "Footer"], Run.Records.TakeLast(5).Select(ReadableRecord.Of));
        Assert.Equal((UploadState.Offline, null), (second.Status.Upload, second.Status.Problem));
        AssertAddsUp(second.Status.Ledger, 2, Run);
        Assert.False(File.Exists(Run.Buffer.Path));
    }

    [Fact]
    public async Task The_ledger_counts_merged_late_split_and_open_rows()
    {
        Started(NewRun(ring: LargeRing));
        Run.Log(5, ("a", 1));
        Run.Log(5, ("b", new string('x', 40_000)));
        Run.Log(1, ("late", 1));
        Run.Log(5, ("c", 1));
        await Advance(TimeSpan.FromSeconds(1));
        var open = (await Actor.Ask<RunStatus>(new GetRunStatus())).Ledger;

        var closed = (await Finished()).Status.Ledger;

        Assert.Equal((1, 1, 2, 1, 1), (open.InRing, open.Merged, open.HistoryRecords, open.LateRows, open.SplitRows));
        Assert.Equal(4, open.Offered);
        AssertAddsUp(closed, 4, Run);
    }

    [Fact]
    public async Task Finishing_is_bounded_although_the_disk_refuses_for_ever_and_the_rows_stay_in_the_ring()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        var finished = Actor.Ask<RunFinished>(new FinishRun());
        await Advance(TimeSpan.FromSeconds(29.9), TimeSpan.FromMilliseconds(100));
        var wasFinished = finished.IsCompleted;

        await AdvanceUntil(() => finished.IsCompleted);
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        var status = (await finished).Status;
        Assert.False(wasFinished);
        Assert.Equal((1, 0), (status.Ledger.InRing, status.Ledger.InLog));
        Assert.Contains(Run.LogPath, status.Problem);
        Assert.True(File.Exists(Run.Buffer.Path));
    }

    [Fact]
    public async Task The_end_waits_for_values_that_are_being_read()
    {
        Started(NewRun());
        var deferred = new RememberedPlace();
        Run.Log(("a", new MetricValue(deferred)));
        var finished = Actor.Ask<RunFinished>(new FinishRun());
        await Advance(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100));

        Actor.Tell(new MaterialiseValue(() => 0.5, deferred.Place));
        await AdvanceUntil(() => finished.IsCompleted);

        Assert.Equal(["row 0: a = 0.5"], Run.Rows);
        Assert.Equal(0, (await finished).Status.Ledger.ValuesLost);
    }

    [Theory]
    [InlineData("buffer")]
    [InlineData("file-writer")]
    public async Task When_one_of_its_hands_fails_again_and_again_nothing_is_lost_and_nothing_doubled(string child)
    {
        Started(NewRun(ring: LargeRing));
        for (var row = 0; row < 2000; row++)
        {
            Run.Log(("a", row));
            if (row % 3 == 0)
                Run.Log(commit: false, ("b", row));
            if (row % 7 == 0)
                await Advance(Tick);
            if (row % 50 == 0)
                Sys.ActorSelection(Actor.Path / child).Tell(Kill.Instance);
        }

        var finished = await Finished();

        Assert.Equal(Enumerable.Range(0, 2000).Select(row => $"{row}"), Run.Records.Where(record => record.History is not null).Select(ValueOfA).Where(value => value is not null));
        AssertAddsUp(finished.Status.Ledger, 2667, Run);
        Assert.Equal("summary: a = 1999, b = 1998", ReadableRecord.Of(LastSummary()));
    }

    [Fact]
    public async Task A_writer_that_fails_while_the_disk_refuses_is_replaced_and_flushes_and_end_are_not_forgotten()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        var flushed = Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk));
        await Advance(TimeSpan.FromSeconds(3));

        Sys.ActorSelection(Actor.Path / "file-writer").Tell(Kill.Instance);
        await Advance(TimeSpan.FromSeconds(3));
        Directory.Delete(Run.LogPath);
        var finished = await Finished();

        Assert.Null((await flushed).Problem);
        Assert.Equal(["row 0: a = 1"], Run.Rows);
        AssertAddsUp(finished.Status.Ledger, 1, Run);
    }

    [Fact]
    public async Task A_buffer_that_fails_while_the_disk_refuses_goes_on_behind_what_the_writer_holds()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        await Advance(TimeSpan.FromSeconds(1));
        Run.Log(("a", 2));
        await Advance(TimeSpan.FromSeconds(1));

        Sys.ActorSelection(Actor.Path / "buffer").Tell(Kill.Instance);
        await Advance(TimeSpan.FromSeconds(1));
        Directory.Delete(Run.LogPath);
        await Finished();

        Assert.Equal(["row 0: a = 1", "row 1: a = 2"], Run.Rows);
    }

    private static string? ValueOfA(Record record) => record.History.Item.SingleOrDefault(item => item.Key == "a")?.ValueJson;

    private Record LastSummary() => Run.Records.Last(record => record.Summary is { Update.Count: > 2 });

    // The actor takes both one after the other, before any answer to the first.
    private Task<TAnswer> AskedBehindADrain<TAnswer>(object question)
    {
        var gate = new GatedRef();
        Actor.Tell(new GetRunStatus(), gate);
        gate.WaitUntilReached();
        Actor.Tell(DrainRing.Instance);
        var answer = Actor.Ask<TAnswer>(question);
        gate.Open();
        return answer;
    }

    private SomeRun NewRun(WandbSettings? settings = null, RowBufferSettings? ring = null) => Run = new SomeRun(
        settings,
        ring,
        wake: () =>
        {
            Interlocked.Increment(ref _wakes);
            Actor.Tell(DrainRing.Instance, ActorRefs.NoSender);
        }).Begin();
}
