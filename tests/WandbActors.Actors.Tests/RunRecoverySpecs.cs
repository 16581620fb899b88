using Akka.Actor;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests;

public sealed class RunRecoverySpecs : RunSpecs
{
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
}
