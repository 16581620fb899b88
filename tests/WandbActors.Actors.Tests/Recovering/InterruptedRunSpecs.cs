using WandbActors.Actors.Recovering;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Recovering;

/// <summary>A run whose process was killed, and what is in its log after the recovery.</summary>
public sealed class InterruptedRunSpecs : IDisposable
{
    private readonly SomeRun _run = new SomeRun().Begin();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Rows_that_no_log_was_made_of_are_recovered_and_the_run_gets_an_end()
    {
        _run.Log(("a", 1));
        _run.Log(("a", 2), ("b", true));

        var report = Recover();

        Assert.Equal((2, 2, 0), (report.Rows, report.Records, report.ValuesLost));
        Assert.True(report.IsWhole);
        Assert.Equal(["row 0: a = 1", "row 1: a = 2, b = true"], _run.Rows);
        Assert.Equal(1, ExitCode);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Rows_that_the_log_has_are_not_written_again()
    {
        _run.Log(("a", 1));
        _run.Log(("a", 2));
        _run.WriteLog();
        _run.Log(("a", 3));

        var report = Recover();

        Assert.Equal(1, report.Rows);
        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "row 2: a = 3"], _run.Rows);
        Assert.Equal(Enumerable.Range(1, _run.Records.Count), _run.Records.Select(record => (int)record.Num));
    }

    [Fact]
    public void What_was_appended_and_not_released_is_made_again()
    {
        _run.Log(("a", 1));
        _run.WriteLog();
        _run.Log(("a", 2));
        _run.Append();
        File.AppendAllText(_run.LogPath, "torn");

        var report = Recover();

        Assert.Equal(1, report.Rows);
        Assert.Equal(["row 0: a = 1", "row 1: a = 2"], _run.Rows);
    }

    [Fact]
    public void An_open_row_is_closed_with_what_it_had()
    {
        _run.Log(commit: false, ("a", 1));
        _run.WriteLog();
        _run.Log(commit: false, ("b", 2));

        Recover();

        Assert.Equal(["row 0: a = 1, b = 2"], _run.Rows);
    }

    [Fact]
    public void The_summary_has_the_last_values_of_rows_before_and_behind_the_kill()
    {
        _run.Log(("a", 1), ("b", 1));
        _run.WriteLog();
        _run.Log(("a", 2));

        Recover();

        Assert.Contains("summary: a = 2, b = 1", _run.Records.Where(record => record.Summary is not null).Select(ReadableRecord.Of));
    }

    [Fact]
    public void Statistics_count_the_rows_before_and_behind_the_kill_and_windows_are_closed()
    {
        _run.Session.Append(new Record { Metric = new MetricRecord { Name = "a", Summary = new MetricSummary { Max = true, Mean = true } } });
        _run.Session.Append(new Record { LogEvery = new LogEveryRecord { Steps = 100, Aggregates = (int)Aggregate.Sum, Metrics = { "b" } } });
        _run.Log(("a", 5), ("b", 1));
        _run.Log(("b", 2));
        _run.WriteLog();
        _run.Log(("a", 2), ("b", 4));

        Recover();

        Assert.Equal(["row 0: a = 5", "row 2: a = 2", "row 2: b = 7"], _run.Rows);
        Assert.Contains("""summary: a = {"max":5,"mean":3.5}, b = 7""", _run.Records.Where(record => record.Summary is not null).Select(ReadableRecord.Of));
    }

    [Fact]
    public void A_run_killed_behind_its_end_keeps_it()
    {
        _run.Log(("a", 1));
        _run.WriteLog(exitCode: 7);

        var report = Recover();

        Assert.Equal(0, report.Rows);
        Assert.Equal(7, ExitCode);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Values_that_had_not_arrived_are_lost_and_counted_and_their_row_is_not()
    {
        _run.Log(("a", new MetricValue(new NeverArriving())), ("b", 1));

        var report = Recover();

        Assert.Equal(1, report.ValuesLost);
        Assert.Equal(["row 0: a = NaN, b = 1"], _run.Rows);
    }

    [Fact]
    public void A_row_that_was_being_written_is_stepped_over()
    {
        _run.Log(("a", 1));
        var position = _run.Buffer.UsedBytes;
        _run.Log(("a", 2));
        _run.Log(("a", 3));
        RingSurgery.Suspend(_run.Buffer, position);

        var report = Recover();

        Assert.True(report.IsWhole);
        Assert.Equal(["row 0: a = 1", "row 1: a = 3"], _run.Rows);
    }

    [Fact]
    public void A_damaged_row_costs_itself_and_is_told()
    {
        _run.Log(("a", 1));
        var position = _run.Buffer.UsedBytes;
        _run.Log(("a", 2));
        _run.Log(("a", 3));
        RingSurgery.Damage(_run.Buffer, position);

        var report = Recover();

        Assert.Equal("1 items were damaged and are lost", Assert.Single(report.Problems));
        Assert.Equal(["row 0: a = 1", "row 1: a = 3"], _run.Rows);
    }

    [Fact]
    public void Recovered_twice_the_log_is_the_same()
    {
        _run.Log(("a", 1));
        Recover();
        var once = File.ReadAllBytes(_run.LogPath);

        Assert.Null(LeftBehindRun.In(_run.Session.Directory.Path));
        Assert.Equal(once, File.ReadAllBytes(_run.LogPath));
    }

    [Fact]
    public void A_recovery_that_was_killed_before_it_removed_its_note_is_over()
    {
        _run.Log(("a", 1));
        var note = RowBufferNote.Read(_run.Session.Directory.Path)!;
        Recover();
        note.Write(_run.Session.Directory.Path);

        var report = RunRecovery.Recover(LeftBehindRun.In(_run.Session.Directory.Path)!);

        Assert.True(report.IsWhole);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_process_killed_before_it_named_its_run_leaves_no_run()
    {
        using var run = new SomeRun();
        run.Session.Append(new Record { Header = new HeaderRecord() });
        run.Buffer.Dispose();

        var report = RunRecovery.Recover(LeftBehindRun.In(run.Session.Directory.Path)!);

        Assert.True(report.IsWhole);
        Assert.Empty(run.Records);
    }

    private RecoveryReport Recover()
    {
        _run.Buffer.Dispose();
        return RunRecovery.Recover(LeftBehindRun.In(_run.Session.Directory.Path)!);
    }

    private int ExitCode => _run.Records.Single(record => record.Exit is not null).Exit.ExitCode;

    private void AssertNothingIsLeft()
    {
        Assert.False(File.Exists(_run.Buffer.Path));
        Assert.Null(RowBufferNote.Read(_run.Session.Directory.Path));
    }

    private sealed class NeverArriving : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place) { }
    }
}
