using System.Buffers;
using static WandbActors.Persistence.TransactionLog.TransactionLogFormat;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// Reads chunks, a block at a time, from a stream that can seek. Holds one block; not thread-safe. The file may grow between two reads.
/// </summary>
internal sealed class ChunkReader(Stream stream) : IDisposable
{
    private byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private long _blockOffset = -1;
    private int _blockLength;

    /// <summary>The file offset at which the next chunk is expected.</summary>
    public long Offset { get; private set; }

    /// <summary>Nothing at or behind this file offset is looked at.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>What was wrong when the last read failed with more than <see cref="ReadOutcome.End"/>.</summary>
    public LogProblem? Problem { get; private set; }

    /// <summary>Goes to a file offset. What was read of the file before is forgotten: it may have changed.</summary>
    public void Seek(long offset)
    {
        Offset = offset;
        _blockOffset = -1;
    }

    /// <summary>Goes on to the block behind the one that this file offset lies in.</summary>
    public void SkipBlockOf(long offset) => Offset = offset + LeftInBlock(offset);

    /// <summary>Reads the file's header. On success the next chunk is the first one.</summary>
    public bool TryReadHeader(out ReadOutcome failure)
    {
        var there = Peek(FileHeaderBytes);
        if (!FileHeader.StartsWith(there))
            return Fail(ReadOutcome.NotALog, Offset, "the file does not begin with the header of a W&B log of version 0", out failure);
        if (there.Length < FileHeaderBytes)
            return FailForMore(there.Length, "the file's header is incomplete", out failure);

        Offset += FileHeaderBytes;
        failure = default;
        return true;
    }

    /// <summary>
    /// Reads the next chunk: one with a good checksum, or <see cref="ChunkType.Zeros"/>, which the caller may take for padding. On failure
    /// the offset stays at that chunk.
    /// </summary>
    public bool TryRead(out Chunk chunk, out ReadOutcome failure)
    {
        chunk = default;
        if (!TrySkipPadding(out failure))
            return false;

        var header = Peek(ChunkHeaderBytes);
        if (header.Length < ChunkHeaderBytes)
            return FailForMore(header.Length, "a chunk's header is incomplete", out failure);

        var length = ChunkHeaderBytes + PayloadBytes(header);
        if (length > LeftInBlock(Offset))
            return Fail(ReadOutcome.Damage, Offset, "a chunk reaches over the end of its block", out failure);

        var bytes = Peek(length);
        if (bytes.Length < length)
            return Fail(ReadOutcome.TornTail, Offset, "a chunk is incomplete", out failure);

        var type = Type(bytes);
        var isZeros = bytes.Length == ChunkHeaderBytes && !bytes.ContainsAnyExcept((byte)0);
        if (!isZeros && !HasValidChecksum(bytes))
            return Fail(ReadOutcome.Damage, Offset, "a chunk's checksum does not match", out failure);
        if (!isZeros && type is < ChunkType.Full or > ChunkType.Last)
            return Fail(ReadOutcome.Damage, Offset, $"a chunk has the unknown type {(byte)type}", out failure);

        var payload = _block.AsMemory((int)(Offset - _blockOffset) + ChunkHeaderBytes, length - ChunkHeaderBytes);
        chunk = new Chunk(type, Offset, payload);
        Offset += length;
        return true;
    }

    public void Dispose()
    {
        if (_block.Length > 0)
            ArrayPool<byte>.Shared.Return(_block);
        _block = [];
        stream.Dispose();
    }

    // What stands in the padding does not matter, only that it is there: so does the official reader.
    private bool TrySkipPadding(out ReadOutcome failure)
    {
        failure = default;
        var left = LeftInBlock(Offset);
        if (left >= ChunkHeaderBytes)
            return true;

        var there = Peek(left).Length;
        if (there < left)
            return FailForMore(there, "a block's padding is incomplete", out failure);

        SkipBlockOf(Offset);
        return true;
    }

    /// <summary>The next bytes of this block, fewer than asked for where the file or the limit ends.</summary>
    private ReadOnlySpan<byte> Peek(int count)
    {
        var blockOffset = Offset - (Offset % BlockBytes);
        if (blockOffset != _blockOffset)
        {
            _blockOffset = blockOffset;
            _blockLength = 0;
        }

        var start = (int)(Offset - blockOffset);
        var readable = (int)Math.Clamp(Limit - blockOffset, 0, BlockBytes);
        while (_blockLength < start + count && _blockLength < readable)
        {
            stream.Position = blockOffset + _blockLength;
            var read = stream.Read(_block, _blockLength, readable - _blockLength);
            if (read == 0)
                break;
            _blockLength += read;
        }

        var there = Math.Clamp(Math.Min(_blockLength, readable) - start, 0, count);
        return there == 0 ? [] : _block.AsSpan(start, there);
    }

    private bool FailForMore(int there, string reason, out ReadOutcome failure) =>
        Fail(there == 0 ? ReadOutcome.End : ReadOutcome.TornTail, Offset, reason, out failure);

    private bool Fail(ReadOutcome outcome, long offset, string reason, out ReadOutcome failure)
    {
        Problem = outcome == ReadOutcome.End ? null : new LogProblem(offset, reason);
        failure = outcome;
        return false;
    }
}
