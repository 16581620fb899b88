using Akka.Actor;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests;

public sealed class RunActorSpecs : RunSpecs
{
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
    public async Task After_a_second_without_rows_it_sleeps_and_the_next_rowWakes_it_once()
    {
        Started(NewRun());
        await Advance(TimeSpan.FromSeconds(1.5));
        Run.Log(("a", 1));
        Run.Log(("a", 2));

        await Settle();

        Assert.Equal(1, Wakes);
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
        Assert.Equal(1, Wakes);
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
}
