using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

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

    [Theory]
    [InlineData("buffer")]
    [InlineData("file-writer")]
    public async Task Statistics_of_all_rows_and_open_windows_outlive_their_failures(string child)
    {
        Started(NewRun(ring: LargeRing));
        Run.Session.Append(new Record { Metric = new MetricRecord { GlobName = "*", Summary = new MetricSummary { Min = true, Mean = true, First = true } } });
        Run.Session.Append(new Record { LogEvery = new LogEveryRecord { Steps = 30, Aggregates = (int)Aggregate.Sum, Metrics = { "folded" } } });
        for (var row = 0; row < 600; row++)
        {
            Run.Log(("folded", row), ("whole", row));
            Run.Log(("folded", 1));
            if (row % 7 == 0)
                await Advance(Tick);
            if (row % 40 == 0)
                Sys.ActorSelection(Actor.Path / child).Tell(Kill.Instance);
        }

        var finished = await Finished();

        var sums = Run.Records.Where(record => record.History is not null).SelectMany(record => record.History.Item).Where(item => item.Key == "folded");
        Assert.Equal(Enumerable.Range(0, 40).Select(window => $"{Enumerable.Range(15 * window, 15).Sum() + 15}"), sums.Select(item => item.ValueJson));
        Assert.Equal("""{"min":0,"mean":299.5,"first":0}""", LastSummary().ValueOf("whole"));
        Assert.Equal("""{"min":120,"mean":4507.5,"first":120}""", LastSummary().ValueOf("folded"));
        Assert.Equal((600 + 40, 560), (Run.Rows.Length, finished.Status.Ledger.Merged));
        AssertAddsUp(finished.Status.Ledger, 1200, Run);
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
