using WandbActors.Actors.Assembling;
using WandbActors.Actors.Tests.Support;
using static WandbActors.Actors.Assembling.BufferProtocol;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class BufferActorEndSpecs : BufferSpecs
{
    [Fact]
    public async Task The_end_waits_for_a_row_that_is_just_being_written()
    {
        var buffer = Started();
        Run.Log(("a", 1));
        var resume = RingSurgery.Suspend(Run.Buffer, 0);
        Run.Log(("a", 2));

        var before = await Ended<NothingBuffered>(buffer);
        resume();
        var after = (await Ended<BatchAssembled>(buffer)).Batch;

        Assert.Equal(0, before.Flush);
        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "Telemetry", "summary: a = 2", "summary: ", "exit 3", "Final", "Footer"], Texts(after));
    }

    [Fact]
    public async Task The_end_holds_the_open_row_the_summary_the_runtime_and_the_exit()
    {
        var buffer = Started();
        Run.Log(commit: false, ("a", 1));
        Run.Time.Advance(TimeSpan.FromSeconds(61.5));

        var end = (await Ended<BatchAssembled>(buffer, flush: 4)).Batch;

        Assert.Equal(["row 0: a = 1", "Telemetry", "summary: a = 1", "summary: ", "exit 3", "Final", "Footer"], Texts(end));
        Assert.Equal("61", Parsed(end)[3].ValueOf("_wandb.runtime"));
        Assert.Equal("61.5", Parsed(end)[3].ValueOf("_runtime"));
        Assert.Equal(61, Parsed(end)[4].Exit.Runtime);
        Assert.True(end.IsEnd);
        Assert.Equal(4, end.Flush);
        Assert.Equal(0, end.Counts.InOpenRow);
    }

    [Fact]
    public async Task The_end_comes_after_all_full_batches()
    {
        var settings = SomeRun.Defaults with { Buffer = SomeRun.Defaults.Buffer with { BatchBytes = 1 } };
        using var run = new SomeRun(settings);
        var buffer = Sys.ActorOf(BufferActor.PropsFor(run.Session));
        run.Log(("a", 1));

        var row = (await Ended<BatchAssembled>(buffer)).Batch;
        var end = (await Ended<BatchAssembled>(buffer)).Batch;

        Assert.Equal((true, false), (row.IsFull, row.IsEnd));
        Assert.Equal((false, true), (end.IsFull, end.IsEnd));
    }

    [Fact]
    public async Task The_end_waits_for_deferred_values_half_of_the_time_it_has()
    {
        var buffer = Started();
        var (first, second, third) = (new RememberedPlace(), new RememberedPlace(), new RememberedPlace());
        foreach (var deferred in (RememberedPlace[])[first, second, third])
            Run.Log(("a", new MetricValue(deferred)));
        Run.Session.Ending.Begin(0, Run.Session.FinishTimeout, Run.Session.FinishBound);

        await Ended<NothingBuffered>(buffer);
        first.Place.Fill(1);
        var arrived = (await Ended<BatchAssembled>(buffer)).Batch;
        Run.Time.Advance(TimeSpan.FromSeconds(15));
        var end = (await Ended<BatchAssembled>(buffer)).Batch;

        Assert.Equal(["row 0: a = 1"], Texts(arrived));
        Assert.Equal(["row 1: a = NaN", "row 2: a = NaN"], Texts(end)[..2]);
        Assert.True(end.IsEnd);
        Assert.Equal(2, end.Counts.ValuesLost);
    }
}
