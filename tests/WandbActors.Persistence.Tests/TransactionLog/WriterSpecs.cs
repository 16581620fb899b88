using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>How a log comes to be, is gone on with, and survives a disk that fails.</summary>
public class WriterSpecs
{
    private static readonly byte[] Short = SomeLog.Record(100);
    private static readonly byte[] Long = SomeLog.Record(50_000, 2);

    [Fact]
    public void A_new_log_has_its_header_at_once()
    {
        using var log = new TemporaryLog();

        using var writer = TransactionLogWriter.Create(log.Path);

        Assert.Equal(SomeLog.Of(), log.Bytes);
        Assert.Equal(7, writer.Position);
    }

    [Fact]
    public void An_existing_file_is_never_overwritten()
    {
        using var log = new TemporaryLog();
        File.WriteAllText(log.Path, "somebody's log");

        var exception = Assert.Throws<IOException>(() => TransactionLogWriter.Create(log.Path));

        Assert.Contains("already exists", exception.Message, StringComparison.Ordinal);
        Assert.Equal("somebody's log", File.ReadAllText(log.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Records_reach_the_file_at_the_flush_and_not_before(bool toDisk)
    {
        using var log = new TemporaryLog();
        using var writer = TransactionLogWriter.Create(log.Path);

        writer.Append(Short);
        writer.Append(Long);
        var before = log.Bytes;
        writer.Flush(toDisk);

        Assert.Equal(SomeLog.Of(), before);
        Assert.Equal(SomeLog.Of(Short, Long), log.Bytes);
        Assert.Equal(log.Bytes.Length, writer.Position);
        Assert.Equal(log.Bytes.Length, writer.FlushedPosition);
    }

    [Fact]
    public void A_flush_is_one_write()
    {
        using var file = new ScriptedLogFile(SomeLog.Of());
        using var writer = new TransactionLogWriter(file, 7);

        for (var i = 0; i < 10_000; i++)
            writer.Append(Short);
        writer.Flush(toDisk: true);

        Assert.Equal(1, file.WriteCount);
        Assert.Equal(1, file.FlushCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_old_log_goes_on_behind_the_records_that_are_kept(int kept)
    {
        using var log = new TemporaryLog();
        byte[][] old = [Short, SomeLog.Record(32_768 - 7 - 107 - 7 - 3), Long];
        File.WriteAllBytes(log.Path, SomeLog.Of([.. old, Short, Short])[..^3]);

        using (var writer = TransactionLogWriter.OpenForAppend(log.Path, SomeLog.Of(old[..kept]).Length))
        {
            writer.Append([1, 2, 3]);
            writer.Flush(toDisk: false);
        }

        Assert.Equal(SomeLog.Of([.. old[..kept], [1, 2, 3]]), log.Bytes);
    }

    [Fact]
    public void Nothing_is_appended_to_a_file_that_is_no_log()
    {
        using var log = new TemporaryLog();
        File.WriteAllText(log.Path, "something else altogether");

        Assert.Throws<InvalidDataException>(() => TransactionLogWriter.OpenForAppend(log.Path, 7));

        Assert.Equal("something else altogether", File.ReadAllText(log.Path));
    }

    [Fact]
    public void A_log_that_is_too_short_is_left_alone()
    {
        using var log = new TemporaryLog();
        File.WriteAllBytes(log.Path, SomeLog.Of(Short));

        var exception = Assert.Throws<InvalidDataException>(() => TransactionLogWriter.OpenForAppend(log.Path, 1000));

        Assert.Contains("114 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(SomeLog.Of(Short), log.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40_000)]
    public void A_flush_to_a_full_disk_succeeds_later(int bytesThatFit)
    {
        using var file = new ScriptedLogFile(SomeLog.Of(Short));
        using var writer = new TransactionLogWriter(file, SomeLog.Of(Short).Length);
        writer.Append(Long);
        file.Capacity = writer.FlushedPosition + bytesThatFit;

        Assert.Throws<IOException>(() => writer.Flush(toDisk: false));
        Assert.Throws<IOException>(() => writer.Flush(toDisk: false));
        writer.Append(Short);
        file.Capacity = long.MaxValue;
        writer.Flush(toDisk: false);

        Assert.Equal(SomeLog.Of(Short, Long, Short), file.Bytes);
    }

    [Fact]
    public void What_a_full_disk_refused_can_be_given_up()
    {
        using var file = new ScriptedLogFile(SomeLog.Of(Short));
        using var writer = new TransactionLogWriter(file, SomeLog.Of(Short).Length);
        writer.Append(Long);
        file.Capacity = writer.FlushedPosition + 20_000;
        Assert.Throws<IOException>(() => writer.Flush(toDisk: false));

        writer.Discard();
        writer.Append([7]);
        writer.Flush(toDisk: false);

        Assert.Equal(SomeLog.Of(Short, [7]), file.Bytes);
        Assert.Equal(file.Bytes.Length, writer.Position);
    }

    [Fact]
    public void What_a_disk_did_not_confirm_is_written_again()
    {
        using var file = new ScriptedLogFile(SomeLog.Of()) { FailsToFlush = true };
        using var writer = new TransactionLogWriter(file, 7);
        writer.Append(Short);
        Assert.Throws<IOException>(() => writer.Flush(toDisk: true));
        var flushedBefore = writer.FlushedPosition;

        file.FailsToFlush = false;
        writer.Flush(toDisk: true);

        Assert.Equal(7, flushedBefore);
        Assert.Equal(2, file.WriteCount);
        Assert.Equal(SomeLog.Of(Short), file.Bytes);
    }

    [Fact]
    public void What_is_not_flushed_is_not_written_at_the_end()
    {
        using var log = new TemporaryLog();

        using (var writer = TransactionLogWriter.Create(log.Path))
            writer.Append(Short);

        Assert.Equal(SomeLog.Of(), log.Bytes);
    }

    [Fact]
    public void A_log_that_was_removed_is_made_anew_of_what_was_flushed_and_gone_on_with()
    {
        using var log = new TemporaryLog();
        using var writer = TransactionLogWriter.Create(log.Path);
        writer.Append(Long);
        writer.Flush(toDisk: false);
        var isThere = writer.IsAt(log.Path);
        File.Delete(log.Path);
        var isGone = !writer.IsAt(log.Path);
        writer.Append(Short);

        writer.MoveTo(log.Path);
        var afterTheMove = log.Bytes;
        writer.Flush(toDisk: true);

        Assert.Equal((true, true, true), (isThere, isGone, writer.IsAt(log.Path)));
        Assert.Equal(SomeLog.Of(Long), afterTheMove);
        Assert.Equal(SomeLog.Of(Long, Short), log.Bytes);
    }

    [Fact]
    public void A_log_is_made_anew_over_nothing_else_and_can_still_be_made_when_that_has_gone()
    {
        using var log = new TemporaryLog();
        using var writer = TransactionLogWriter.Create(log.Path);
        writer.Append(Short);
        writer.Flush(toDisk: false);
        File.Delete(log.Path);
        File.WriteAllText(log.Path, "somebody's log");

        Assert.Throws<IOException>(() => writer.MoveTo(log.Path));
        var found = File.ReadAllText(log.Path);
        File.Delete(log.Path);
        writer.MoveTo(log.Path);

        Assert.Equal("somebody's log", found);
        Assert.Equal(SomeLog.Of(Short), log.Bytes);
    }
}
