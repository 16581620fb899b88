using Akka.Actor;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests;

public sealed class RunFlushSpecs : RunSpecs
{
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
}
