using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using WandbActors.Testing;
using static WandbActors.Actors.Tests.Support.SomeLog;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class LogExtentSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    [Fact]
    public void It_counts_the_lines_that_the_server_gets()
    {
        var extent = ExtentOf(
            Row(0, 1), Row(1, 2), Row(2, 3), new Record { Stats = new StatsRecord() }, Output("one\ntw"), Output("o\nthree\r3"), new Record { Exit = new RunExitRecord() });

        Assert.Equal(new LineCounts(3, 1, 3), extent.Lines);
    }

    [Fact]
    public void The_next_step_is_behind_the_highest_one_and_the_time_is_that_of_the_last_row()
    {
        var extent = ExtentOf(Row(3, 10), Row(7, 20), Row(5, 30.5));

        Assert.Equal((8, 30.5), (extent.NextStep, extent.Runtime));
    }

    [Fact]
    public void Rows_that_other_programs_write_count_like_ours()
    {
        var stepOnly = new Record { History = new HistoryRecord { Step = new HistoryStep { Num = 9 } } };
        var nested = new Record { History = new HistoryRecord { Item = { new HistoryItem { NestedKey = { "a", "b" }, ValueJson = "1" }, new HistoryItem { NestedKey = { "_step" }, ValueJson = "4" } } } };

        var extent = ExtentOf(Row(0, 1), nested, stepOnly, Row(2, 3), new Record { History = new HistoryRecord() });

        Assert.Equal((5, 10, 3), (extent.Lines.History, extent.NextStep, extent.Runtime));
    }

    [Fact]
    public void Without_rows_it_goes_no_further_than_it_began()
    {
        var run = Run("r1", resumed: true);
        (run.StartingStep, run.Runtime) = (40, 90);

        var extent = LogExtent.Read(SomeLog.Write(_home.Path, "run-1", run, 100).Path);

        Assert.Equal((default(LineCounts), 40, 90), (extent.Lines, extent.NextStep, extent.Runtime));
    }

    [Fact]
    public void Behind_the_end_of_the_run_nothing_counts()
    {
        var extent = ExtentOf(Row(0, 1), new Record { Exit = new RunExitRecord() }, Row(1, 2));

        Assert.Equal(new LineCounts(1, 0, 0), extent.Lines);
    }

    [Fact]
    public void A_torn_tail_takes_no_line()
    {
        var path = Write(Row(0, 1), Row(1, 2));
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(file.Length - 3);

        Assert.Equal((1, 1), (LogExtent.Read(path).Lines.History, LogExtent.Read(path).NextStep));
    }

    public void Dispose() => _home.Dispose();

    private static Record Output(string text) => new() { OutputRaw = new OutputRawRecord { Line = text } };

    private string Write(params Record[] records) => SomeLog.Write(_home.Path, "run-1", Run("r1", resumed: false), 100, records).Path;

    private LogExtent ExtentOf(params Record[] records) => LogExtent.Read(Write(records));
}
