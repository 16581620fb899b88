using Akka.Actor;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests;

/// <summary>The run's actor itself fails and is started anew: what matters is in its session.</summary>
public sealed class RunRestartSpecs : RunSpecs
{
    [Fact]
    public async Task Again_and_again_in_mid_run_nothing_is_lost_and_nothing_doubled()
    {
        Started(NewRun(ring: LargeRing));
        for (var row = 0; row < 1000; row++)
        {
            Run.Log(("a", row));
            if (row % 10 == 0)
                Fail();
            if (row % 7 == 0)
                await Advance(Tick);
        }

        var finished = await Finished();

        Assert.Equal(Enumerable.Range(0, 1000).Select(row => $"row {row}: a = {row}"), Run.Rows);
        AssertAddsUp(finished.Status.Ledger, 1000, Run);
    }

    [Fact]
    public async Task A_batch_that_was_on_its_way_to_it_is_not_written_twice()
    {
        Started(NewRun());
        await Settle();
        Run.Log(("a", 1));
        var gate = new GatedRef();
        Actor.Tell(new GetRunStatus(), gate);
        gate.WaitUntilReached();
        Actor.Tell(DrainRing.Instance);
        Fail();
        gate.Open();

        await Finished();

        Assert.Equal(["row 0: a = 1"], Run.Rows);
    }

    [Fact]
    public async Task In_mid_finish_the_exit_code_and_all_who_wait_are_remembered()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        var finished = Actor.Ask<RunFinished>(new FinishRun(3));
        await Advance(TimeSpan.FromSeconds(1));
        Fail();
        await Advance(TimeSpan.FromSeconds(1));

        Directory.Delete(Run.LogPath);
        await AdvanceUntil(() => finished.IsCompleted);

        Assert.Equal(["row 0: a = 1"], Run.Rows);
        Assert.Equal(["exit 3", "Final", "Footer"], Run.Records.TakeLast(3).Select(ReadableRecord.Of));
        AssertAddsUp((await finished).Status.Ledger, 1, Run);
    }

    [Fact]
    public async Task In_mid_finish_the_bound_is_still_the_first_one()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        var finished = Actor.Ask<RunFinished>(new FinishRun());
        for (var second = 0; second < 29; second++)
        {
            await Advance(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));
            Fail();
        }

        var wasFinished = finished.IsCompleted;
        await Advance(TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(100));

        Assert.False(wasFinished);
        Assert.True(finished.IsCompleted);
    }

    [Fact]
    public async Task After_the_end_was_written_it_is_not_written_again()
    {
        Started(NewRun());
        Run.Log(("a", 1));
        var gate = new GatedRef();
        Actor.Tell(new GetRunStatus(), gate);
        gate.WaitUntilReached();
        var finished = Actor.Ask<RunFinished>(new FinishRun(3));
        Fail();
        Fail();
        gate.Open();
        for (var tick = 0; tick < 10 && !finished.IsCompleted; tick++)
        {
            Fail();
            await Advance(Tick);
        }

        await AdvanceUntil(() => finished.IsCompleted);

        Assert.Single(Run.Records, record => record.Exit is not null);
        Assert.Equal(["row 0: a = 1"], Run.Rows);
    }

    [Fact]
    public async Task Whoever_waits_for_a_flush_is_told_to_ask_again()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        var flushed = Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk));
        await Advance(TimeSpan.FromSeconds(1));

        Fail();
        await AdvanceUntil(() => flushed.IsCompleted);

        Assert.Contains("ask again", (await flushed).Problem);
        Directory.Delete(Run.LogPath);
        Assert.Null((await AdvanceUntilAnswered<RunFlushed>(new FlushRun(FlushTarget.Disk))).Problem);
    }

    private void Fail() => Actor.Tell(new GetRunStatus(), new ThrowingRef());
}
