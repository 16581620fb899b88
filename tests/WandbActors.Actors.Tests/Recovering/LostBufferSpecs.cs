using WandbActors.Actors.Recovering;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Recovering;

/// <summary>A run whose row buffer did not outlive its process whole: a reboot, a restarted container, damage.</summary>
public sealed class LostBufferSpecs : IDisposable
{
    private readonly SomeRun _run = new SomeRun().Begin();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Without_its_buffer_the_log_is_cut_behind_its_last_whole_record_and_gets_an_end_and_its_summary()
    {
        _run.Log(("a", 1), ("b", 1));
        _run.Log(("a", 2));
        _run.WriteLog();
        File.AppendAllText(_run.LogPath, "torn");
        File.Delete(_run.Buffer.Path!);

        var report = Recover();

        Assert.Contains("its row buffer is gone", report.Problems[0], StringComparison.Ordinal);
        Assert.Equal(["row 0: a = 1, b = 1", "row 1: a = 2"], _run.Rows);
        Assert.Contains("summary: a = 2, b = 1", Summaries);
        Assert.Equal(1, _run.Records.Single(record => record.Exit is not null).Exit.ExitCode);
        Assert.Null(RowBufferNote.Read(_run.Session.Directory.Path));
    }

    [Fact]
    public void A_copy_of_a_run_that_still_logs_leaves_it_its_buffer()
    {
        _run.Log(("a", 1));
        _run.WriteLog();
        _run.Log(("a", 2));
        using var elsewhere = new TempDirectory();
        var copy = Directory.CreateDirectory(elsewhere["run-copy"]).FullName;
        File.Copy(_run.LogPath, Path.Combine(copy, Path.GetFileName(_run.LogPath)));
        new RowBufferNote(_run.Buffer.Path!, Path.GetFileName(_run.LogPath)).Write(copy);

        var report = RunRecovery.Recover(LeftBehindRun.In(copy)!);

        Assert.Contains("this is a copy of", report.Problems[0], StringComparison.Ordinal);
        Assert.True(File.Exists(_run.Buffer.Path));
        Assert.NotNull(RowBufferNote.Read(_run.Session.Directory.Path));
    }

    [Fact]
    public void Without_its_buffer_the_summary_still_is_what_was_defined()
    {
        _run.Session.Append(new Record { Metric = new MetricRecord { GlobName = "a*", Summary = new MetricSummary { Min = true } } });
        _run.Log(("a", 1), ("b", 1));
        _run.Log(("a", 2));
        _run.Log(0, commit: true, ("a", -1));
        _run.WriteLog();
        File.Delete(_run.Buffer.Path!);

        Recover();

        Assert.Contains("""summary: a = {"min":1}, b = 1""", Summaries);
    }

    [Fact]
    public void A_whole_log_without_its_buffer_is_left_as_it_is()
    {
        _run.Log(("a", 1));
        _run.WriteLog(exitCode: 0);
        File.Delete(_run.Buffer.Path!);
        var before = File.ReadAllBytes(_run.LogPath);

        Recover();

        Assert.Equal(before, File.ReadAllBytes(_run.LogPath));
    }

    [Fact]
    public void After_another_boot_nothing_whole_is_cut_and_nothing_doubled()
    {
        _run.Log(("a", 1));
        _run.WriteLog();
        _run.Log(("a", 2));
        _run.Append();
        _run.Log(("a", 3));
        var length = new FileInfo(_run.LogPath).Length;
        Reboot();

        var report = Recover();

        Assert.True(report.IsWhole);
        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "row 2: a = 3"], _run.Rows);
        Assert.True(new FileInfo(_run.LogPath).Length > length);
    }

    [Fact]
    public void After_another_boot_a_log_that_came_up_short_goes_on_behind_what_there_is()
    {
        _run.Log(("a", 1));
        var first = _run.WriteLog();
        _run.Log(("a", 2));
        _run.WriteLog();
        _run.Log(("a", 3));
        Reboot();
        CutLog(first);

        Recover();

        Assert.Equal(["row 0: a = 1", "row 2: a = 3"], _run.Rows);
    }

    [Fact]
    public void A_log_that_somebody_cut_is_told()
    {
        _run.Log(("a", 1));
        var first = _run.WriteLog();
        _run.Log(("a", 2));
        _run.WriteLog();
        _run.Log(("a", 3));
        CutLog(first);

        var report = Recover();

        Assert.Contains("is shorter than it was", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal(["row 0: a = 1", "row 2: a = 3"], _run.Rows);
    }

    [Fact]
    public void A_buffer_that_is_none_is_set_aside_and_the_run_is_ended_without()
    {
        _run.Log(("a", 1));
        _run.WriteLog();
        _run.Log(("a", 2));
        Write(0, new byte[RowBufferFormat.KeyTableAt]);

        var report = Recover();

        Assert.Contains("is set aside", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal(["row 0: a = 1"], _run.Rows);
        Assert.Single(Directory.EnumerateFiles(_run.Session.Directory.Path, "*.unreadable"));
        Assert.Null(LeftBehindRun.In(_run.Session.Directory.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0002nonsense")]
    public void A_note_that_cannot_be_read_hides_no_row(string note)
    {
        _run.Log(("a", 1));
        _run.WriteLog();
        _run.Log(("a", 2));
        File.WriteAllText(Path.Combine(_run.Session.Directory.Path, "row-buffer"), note);

        var report = Recover();

        Assert.True(report.IsWhole);
        Assert.Equal(["row 0: a = 1", "row 1: a = 2"], _run.Rows);
    }

    private IEnumerable<string> Summaries => _run.Records.Where(record => record.Summary is not null).Select(ReadableRecord.Of);

    private void Reboot()
    {
        var header = new byte[RowBufferFormat.HeaderBytes];
        using var file = File.OpenHandle(_run.Buffer.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Read(file, header, 0);
        Guid.NewGuid().TryWriteBytes(header.AsSpan(RowBufferFormat.BootIdAt));
        BitConverter.TryWriteBytes(header.AsSpan(RowBufferFormat.HeaderChecksumAt), RowBufferFormat.HeaderChecksum(header));
        RandomAccess.Write(file, header, 0);
    }

    private void CutLog(long length)
    {
        using var log = new FileStream(_run.LogPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        log.SetLength(length);
    }

    private void Write(long offset, byte[] bytes)
    {
        using var file = File.OpenHandle(_run.Buffer.Path!, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, offset);
    }

    private RecoveryReport Recover()
    {
        _run.Buffer.Dispose();
        return RunRecovery.Recover(LeftBehindRun.In(_run.Session.Directory.Path)!);
    }
}
