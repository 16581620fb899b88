using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>Whole logs as bytes: written from records, and read back until nothing more comes.</summary>
internal static class SomeLog
{
    public static byte[] Of(params byte[][] records)
    {
        using var bytes = new PooledBuffer();
        bytes.Write(TransactionLogFormat.FileHeader);
        var chunks = new ChunkWriter(bytes, bytes.Length);
        foreach (var record in records)
            chunks.Write(record);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Where the first 0, 1, 2, ... of these records end in their file.</summary>
    public static List<int> EndsOf(params byte[][] records)
    {
        using var bytes = new PooledBuffer();
        var chunks = new ChunkWriter(bytes, TransactionLogFormat.FileHeaderBytes);
        var ends = new List<int> { TransactionLogFormat.FileHeaderBytes };
        foreach (var record in records)
        {
            chunks.Write(record);
            ends.Add((int)chunks.Offset);
        }

        return ends;
    }

    /// <summary>A record of this many equal bytes.</summary>
    public static byte[] Record(int length, byte value = 1)
    {
        var record = new byte[length];
        Array.Fill(record, value);
        return record;
    }

    public static bool SameBytes(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    public static TransactionLogReader Reader(byte[] file) => new(new MemoryStream(file));

    public static LogReading Read(byte[] file)
    {
        using var reader = Reader(file);
        return Read(reader);
    }

    /// <summary>Reads over all damage up to the end, in no more steps than the file can have records and blocks.</summary>
    public static LogReading Read(TransactionLogReader reader)
    {
        var records = new List<byte[]>();
        var problems = new List<LogProblem>();
        while (true)
        {
            Assert.True(problems.Count < 10_000, "the reader does not come to an end");
            switch (reader.Read(out var record))
            {
                case ReadOutcome.Record:
                    records.Add(record.ToArray());
                    break;
                case ReadOutcome.Damage:
                    problems.Add(reader.Problem!);
                    break;
                case var last:
                    return new LogReading(records, problems, last, reader.Position);
            }
        }
    }
}
