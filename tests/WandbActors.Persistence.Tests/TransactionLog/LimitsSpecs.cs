using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>What bounds reading and writing: the reader's limit, the record's length, memory.</summary>
public class LimitsSpecs
{
    private static readonly byte[] Short = SomeLog.Record(100);
    private static readonly byte[] Long = SomeLog.Record(50_000);

    [Fact]
    public void A_limit_ends_the_log_like_the_end_of_the_file()
    {
        using var reader = SomeLog.Reader(SomeLog.Of(Short, Long, Short));
        reader.Limit = SomeLog.Of(Short).Length;

        var before = SomeLog.Read(reader);
        reader.Limit = SomeLog.Of(Short, Long).Length;
        var then = SomeLog.Read(reader);

        Assert.Equal([Short], before.Records);
        Assert.Equal(ReadOutcome.End, before.Last);
        Assert.Equal([Long], then.Records);
        Assert.Equal(ReadOutcome.End, then.Last);
    }

    [Fact]
    public void A_limit_within_a_record_tears_it()
    {
        using var reader = SomeLog.Reader(SomeLog.Of(Short, Long));
        reader.Limit = 40_000;

        var reading = SomeLog.Read(reader);

        Assert.Equal([Short], reading.Records);
        Assert.Equal(ReadOutcome.TornTail, reading.Last);
    }

    [Fact]
    public void A_limit_may_be_lowered_below_what_was_read_ahead()
    {
        using var reader = SomeLog.Reader(SomeLog.Of(Short, Short, Short));
        reader.Read(out _);

        reader.Limit = SomeLog.Of(Short, Short).Length;
        var reading = SomeLog.Read(reader);

        Assert.Equal([Short], reading.Records);
        Assert.Equal(ReadOutcome.End, reading.Last);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reading_may_begin_at_any_record(int index)
    {
        byte[][] records = [Short, Long, Short];
        using var reader = SomeLog.Reader(SomeLog.Of(records));
        SomeLog.Read(reader);

        reader.Seek(SomeLog.Of(records[..index]).Length);
        var reading = SomeLog.Read(reader);

        Assert.Equal(records[index..], reading.Records);
    }

    [Fact]
    public void A_record_may_be_as_long_as_the_reader_allows()
    {
        var file = SomeLog.Of(SomeLog.Record(70_000), SomeLog.Record(70_001), Long, Short);
        using var reader = new TransactionLogReader(new MemoryStream(file), maxRecordBytes: 70_000);

        var reading = SomeLog.Read(reader);

        Assert.Equal([SomeLog.Record(70_000), Short], reading.Records);
        Assert.Equal("a record is longer than 70000 bytes", Assert.Single(reading.Damages).Reason);
    }

    [Fact]
    public void Encoding_and_appending_numbers_allocates_nothing_once_warm()
    {
        using var log = new TemporaryLog();
        using var writer = TransactionLogWriter.Create(log.Path);
        using var batch = new EncodedBatch();
        var key = new EncodedKey(new MetricPath("loss"));

        LogRows(batch, writer, key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        LogRows(batch, writer, key);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Reading_allocates_nothing_once_warm()
    {
        using var reader = SomeLog.Reader(SomeLog.Of([.. Enumerable.Repeat(Short, 1000), Long, Long]));
        SomeLog.Read(reader);
        reader.Seek(7);
        var count = 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(out _) == ReadOutcome.Record)
            count++;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1002, count);
    }

    private static void LogRows(EncodedBatch batch, TransactionLogWriter writer, EncodedKey key)
    {
        batch.Clear();
        for (var row = 0; row < 1000; row++)
        {
            batch.BeginHistory(row);
            batch.AddNumber(key, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(row * 0.1));
            batch.EndHistory(row);
        }

        foreach (var record in batch)
            writer.Append(record);
        writer.Flush(toDisk: false);
    }
}
