using FsCheck.Xunit;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>What holds of every log, whatever its records.</summary>
[Properties(Arbitrary = [typeof(SomeRecords)])]
public class LawSpecs
{
    [Property]
    public void What_is_written_is_read(SomeRecords some, bool[] flushes)
    {
        using var file = new ScriptedLogFile(SomeLog.Of());
        using var writer = new TransactionLogWriter(file, 7);
        for (var i = 0; i < some.Records.Length; i++)
        {
            writer.Append(some.Records[i]);
            if (i < flushes.Length && flushes[i])
                writer.Flush(toDisk: false);
        }

        writer.Flush(toDisk: true);

        Assert.Equal(SomeLog.Of(some.Records), file.Bytes);
        Assert.Equal(some.Records, SomeLog.Read(file.Bytes).Records, SomeLog.SameBytes);
        Assert.Equal(some.Records, PlainLogRecords(file.Bytes), SomeLog.SameBytes);
    }

    [Property]
    public void A_log_that_is_cut_anywhere_keeps_its_whole_records(SomeRecords some, int at)
    {
        var file = SomeLog.Of(some.Records);
        var length = (int)((uint)at % (uint)(file.Length + 1));

        var reading = SomeLog.Read(file[..length]);

        var ends = SomeLog.EndsOf(some.Records);
        var wholeRecords = Math.Max(0, ends.FindLastIndex(end => end <= length));
        Assert.Equal(some.Records[..wholeRecords], reading.Records, SomeLog.SameBytes);
        Assert.Empty(reading.Damages);
        Assert.True(reading.Last is ReadOutcome.End or ReadOutcome.TornTail);
        Assert.Equal(length < 7 ? 0 : ends[wholeRecords], reading.Position);
    }

    [Property]
    public void A_log_that_is_cut_goes_on_behind_its_whole_records(SomeRecords some, SomeRecords more, int at)
    {
        var whole = SomeLog.Of(some.Records);
        using var file = new ScriptedLogFile(whole[..(7 + (int)((uint)at % (uint)(whole.Length - 6)))]);
        var kept = SomeLog.Read(file.Bytes);

        file.SetLength(kept.Position);
        using var writer = new TransactionLogWriter(file, kept.Position);
        foreach (var record in more.Records)
            writer.Append(record);
        writer.Flush(toDisk: false);

        Assert.Equal(SomeLog.Of([.. kept.Records, .. more.Records]), file.Bytes);
    }

    [Property(MaxTest = 300)]
    public void Flipped_bytes_cost_records_but_never_make_any_up(SomeRecords some, (int At, byte Mask)[] flips)
    {
        var file = SomeLog.Of(some.Records);
        foreach (var (at, mask) in flips)
            file[(uint)at % (uint)file.Length] ^= mask;

        var reading = SomeLog.Read(file);

        var left = some.Records.AsEnumerable().GetEnumerator();
        Assert.All(reading.Records, record => Assert.True(Skip(left, record), $"a record of {record.Length} bytes that was not written"));
        if (reading.Damages.Count == 0 && reading.Last == ReadOutcome.End)
            Assert.Equal(some.Records.Length, reading.Records.Count);
    }

    [Property(MaxTest = 300)]
    public void Arbitrary_bytes_never_read_as_a_record(byte[] noise, SomeRecords behind)
    {
        var file = (byte[])[.. SomeLog.Of(), .. noise, .. behind.Records.FirstOrDefault([])];

        var reading = SomeLog.Read(file);

        Assert.Empty(reading.Records);
        Assert.Equal(7, reading.Position);
    }

    private static List<byte[]> PlainLogRecords(byte[] file)
    {
        var chunks = PlainChunks.Parse(file);
        Assert.Null(chunks.Complaint);
        return [.. chunks.Records];
    }

    /// <summary>Goes on to this record; false when it does not come any more.</summary>
    private static bool Skip(IEnumerator<byte[]> records, byte[] record)
    {
        while (records.MoveNext())
        {
            if (SomeLog.SameBytes(records.Current, record))
                return true;
        }

        return false;
    }
}
