using WandbActors.Persistence.Buffering;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// An append whose thread dies in the middle: its place in the ring is claimed, and holds what lay there before, from its commit word on
/// or all of it.
/// </summary>
internal sealed class HalfWrittenItem
{
    private readonly string _path;
    private readonly List<(long Offset, byte[] Bytes)> _written;

    private HalfWrittenItem(string path, List<(long Offset, byte[] Bytes)> written)
    {
        _path = path;
        _written = written;
    }

    /// <summary>
    /// Appends by <paramref name="append"/>; then it is as if only so many of the item's bytes had been written, none of them its commit word.
    /// </summary>
    /// <returns>Null if the item was refused.</returns>
    public static HalfWrittenItem? Write(RowBuffer buffer, long tail, Func<AppendOutcome> append, int bytesWritten)
    {
        var begin = tail + buffer.UsedBytes;
        var older = File.ReadAllBytes(buffer.Path!);
        if (append() != AppendOutcome.Accepted)
            return null;

        var newer = File.ReadAllBytes(buffer.Path!);
        List<(long Offset, byte[] Bytes)> written = [.. PiecesOf(buffer.Path!, begin, tail + buffer.UsedBytes)
            .Select(piece => (piece.Offset, newer[(int)piece.Offset..(int)(piece.Offset + piece.Length)]))];
        Write(buffer.Path!, written.Select(piece => (piece.Offset, HalfOf(piece, older, piece == written[^1], bytesWritten))));
        return new HalfWrittenItem(buffer.Path!, written);
    }

    /// <summary>Writes the rest, so that nobody waits for it.</summary>
    public void Finish() => Write(_path, _written);

    // A claim is one piece, or the padding at a segment's end and a piece at another's start.
    private static IEnumerable<(long Offset, int Length)> PiecesOf(string path, long begin, long end)
    {
        using var file = RowBufferFile.Open(path);
        List<(long, int)> pieces = [];
        while (begin < end)
        {
            var length = (int)Math.Min(end - begin, file.SegmentBytes - (begin % file.SegmentBytes));
            var place = file.SegmentTable.IndexOf((begin / file.SegmentBytes) + 1);
            pieces.Add((RowBufferFormat.RingAt(file.KeyTableBytes) + (place * file.SegmentBytes) + (begin % file.SegmentBytes), length));
            begin += length;
        }

        return pieces;
    }

    // Padding is whole before the item is begun; half of the threads that need one die even before it.
    private static byte[] HalfOf((long Offset, byte[] Bytes) piece, byte[] older, bool isItem, int bytesWritten)
    {
        var written = piece.Bytes;
        var half = new byte[written.Length];
        if (piece.Offset < older.Length) // else the ring has grown
            older.AsSpan((int)piece.Offset, written.Length).CopyTo(half);
        if (!isItem && bytesWritten % 2 == 0)
            written.CopyTo(half, 0);
        var end = Math.Min(bytesWritten, written.Length);
        if (isItem && end > sizeof(ulong))
            written.AsSpan(sizeof(ulong)..end).CopyTo(half.AsSpan(sizeof(ulong)));
        return half;
    }

    private static void Write(string path, IEnumerable<(long Offset, byte[] Bytes)> pieces)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        foreach (var (offset, bytes) in pieces)
            RandomAccess.Write(file, bytes, offset);
    }
}
