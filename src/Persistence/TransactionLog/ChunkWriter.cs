using static WandbActors.Persistence.TransactionLog.TransactionLogFormat;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// Frames records as chunks, into memory. It knows the file offset at which the next byte will stand, because a chunk never crosses the
/// end of a block. Not thread-safe.
/// </summary>
internal sealed class ChunkWriter(PooledBuffer output, long offset)
{
    /// <summary>About so many bytes do records need: a header each, and at every end of a block one more and what is left over there.</summary>
    public static int RoomFor(long recordBytes, int records)
    {
        var bytes = recordBytes + (records * (long)ChunkHeaderBytes);
        return checked((int)(bytes + (2 * ChunkHeaderBytes * ((bytes / BlockBytes) + 1))));
    }

    /// <summary>The file offset behind everything that was written.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Goes on at another file offset, as if nothing had been written behind it.</summary>
    public void Rewind(long offset) => Offset = offset;

    /// <summary>Writes one record.</summary>
    public void Write(ReadOnlySpan<byte> record)
    {
        PadToHeader();
        var first = true;
        do
        {
            // With exactly a header's room left, a record begins with an empty First chunk.
            var room = LeftInBlock(Offset) - ChunkHeaderBytes;
            var last = record.Length <= room;
            var payload = last ? record : record[..room];
            WriteChunk(TypeOf(first, last), payload);
            record = record[payload.Length..];
            if (last)
                return;
            first = false;
        }
        while (true);
    }

    private static ChunkType TypeOf(bool first, bool last) => (first, last) switch
    {
        (true, true) => ChunkType.Full,
        (true, false) => ChunkType.First,
        (false, false) => ChunkType.Middle,
        (false, true) => ChunkType.Last,
    };

    private void PadToHeader()
    {
        var left = LeftInBlock(Offset);
        if (left >= ChunkHeaderBytes)
            return;

        output.GetSpan(left)[..left].Clear();
        Advance(left);
    }

    private void WriteChunk(ChunkType type, ReadOnlySpan<byte> payload)
    {
        var chunk = output.GetSpan(ChunkHeaderBytes + payload.Length)[..(ChunkHeaderBytes + payload.Length)];
        payload.CopyTo(chunk[ChunkHeaderBytes..]);
        WriteChunkHeader(chunk, type);
        Advance(chunk.Length);
    }

    private void Advance(int count)
    {
        output.Advance(count);
        Offset += count;
    }
}
