using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>How logs end: cleanly, torn, with zeros, and while somebody still writes them.</summary>
public class TailSpecs
{
    private static readonly byte[] Short = SomeLog.Record(100);
    private static readonly byte[] Long = SomeLog.Record(100_000);

    [Fact]
    public void An_empty_file_has_no_records_yet()
    {
        var reading = SomeLog.Read([]);

        Assert.Equal(ReadOutcome.End, reading.Last);
        Assert.Equal(0, reading.Position);
    }

    [Fact]
    public void A_file_of_three_bytes_is_torn()
    {
        var reading = SomeLog.Read([0x3a, 0x57, 0x26]);

        Assert.Equal(ReadOutcome.TornTail, reading.Last);
        Assert.Equal(0, reading.Position);
    }

    [Fact]
    public void A_file_of_nothing_but_its_header_ends_cleanly()
    {
        var reading = SomeLog.Read(SomeLog.Of());

        Assert.Equal(ReadOutcome.End, reading.Last);
        Assert.Equal(7, reading.Position);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(106)]
    public void A_record_that_is_torn_comes_after_the_good_ones(int bytesOfIt)
    {
        var whole = SomeLog.Of(Short);
        var torn = SomeLog.Of(Short, Short)[..(whole.Length + bytesOfIt)];

        var reading = SomeLog.Read(torn);

        Assert.Equal([Short], reading.Records);
        Assert.Equal(ReadOutcome.TornTail, reading.Last);
        Assert.Equal(whole.Length, reading.Position);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(4096, false)]
    [InlineData(100_000, false)]
    [InlineData(3, true)]
    public void Zeros_behind_the_records_end_the_log_if_they_have_room_for_a_chunk(int zeros, bool isTorn)
    {
        var whole = SomeLog.Of(Short, Short);

        var reading = SomeLog.Read([.. whole, .. new byte[zeros]]);

        Assert.Equal([Short, Short], reading.Records);
        Assert.Equal(isTorn ? ReadOutcome.TornTail : ReadOutcome.End, reading.Last);
        Assert.Equal(whole.Length, reading.Position);
    }

    [Theory]
    [InlineData(32768)]
    [InlineData(65536)]
    [InlineData(98304)]
    public void A_record_that_is_cut_at_a_blocks_end_is_torn(int length)
    {
        var reading = SomeLog.Read(SomeLog.Of(Short, Long)[..length]);

        Assert.Equal([Short], reading.Records);
        Assert.Equal(ReadOutcome.TornTail, reading.Last);
        Assert.Equal(SomeLog.Of(Short).Length, reading.Position);
    }

    [Fact]
    public void A_log_may_end_without_its_last_blocks_padding()
    {
        var reading = SomeLog.Read(SomeLog.Of(SomeLog.Record(32754 - 3)));

        Assert.Single(reading.Records);
        Assert.Equal(ReadOutcome.End, reading.Last);
        Assert.Equal(32768 - 3, reading.Position);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void A_log_may_end_within_its_last_blocks_padding(int padding, bool isTorn)
    {
        var reading = SomeLog.Read([.. SomeLog.Of(SomeLog.Record(32754 - 3)), .. new byte[padding]]);

        Assert.Single(reading.Records);
        Assert.Equal(isTorn ? ReadOutcome.TornTail : ReadOutcome.End, reading.Last);
        Assert.Equal(32768 - 3, reading.Position);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void Every_record_of_a_growing_log_is_read_as_soon_as_it_is_complete(int maxReadBytes)
    {
        byte[][] records = [[], Short, SomeLog.Record(32_600), [5], SomeLog.Record(40_000), Short];
        var ends = SomeLog.EndsOf(records)[1..];
        var stream = new ScriptedStream { MaxReadBytes = maxReadBytes };
        using var reader = new TransactionLogReader(stream);
        var readAt = new List<int>();
        var read = new List<byte[]>();

        foreach (var next in SomeLog.Of(records))
        {
            stream.Grow(next);
            if (readAt.Count < records.Length && stream.Length < ends[readAt.Count] - 40)
                continue;

            if (reader.Read(out var record) == ReadOutcome.Record)
            {
                readAt.Add((int)stream.Length);
                read.Add(record.ToArray());
            }
        }

        Assert.Equal(ends, readAt);
        Assert.Equal(records, read);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(50_000)]
    public void A_torn_tail_that_is_written_anew_is_read_as_it_then_stands(int tornAt)
    {
        var stream = new ScriptedStream();
        stream.Grow(SomeLog.Of(Short, Long)[..tornAt]);
        using var reader = new TransactionLogReader(stream);
        var before = SomeLog.Read(reader);

        stream.Cut((int)before.Position);
        stream.Grow(SomeLog.Of(Short, [1, 2, 3], Short)[(int)before.Position..]);
        var after = SomeLog.Read(reader);

        Assert.Equal(ReadOutcome.TornTail, before.Last);
        Assert.Equal([[1, 2, 3], Short], after.Records);
        Assert.Equal(ReadOutcome.End, after.Last);
    }

    [Fact]
    public void A_read_that_fails_leaves_the_reader_where_it_was()
    {
        var stream = new ScriptedStream { MaxReadBytes = 40_000 };
        stream.Grow(SomeLog.Of(Short, Long, Short));
        using var reader = new TransactionLogReader(stream);
        reader.Read(out _);

        stream.NextFailure = new IOException("Input/output error");
        Assert.Throws<IOException>(() => reader.Read(out _));
        var reading = SomeLog.Read(reader);

        Assert.Equal([Long, Short], reading.Records);
    }

    [Fact]
    public void A_log_can_be_read_while_it_is_written()
    {
        using var log = new TemporaryLog();
        using var writer = TransactionLogWriter.Create(log.Path);
        using var reader = TransactionLogReader.Open(log.Path);
        var read = new List<byte[]>();

        foreach (var record in (byte[][])[Short, Long, []])
        {
            writer.Append(record);
            Assert.Equal(ReadOutcome.End, reader.Read(out _));
            writer.Flush(toDisk: false);
            Assert.Equal(ReadOutcome.Record, reader.Read(out var bytes));
            read.Add(bytes.ToArray());
        }

        Assert.Equal([Short, Long, []], read);
        Assert.Equal(writer.Position, reader.Position);
    }
}
