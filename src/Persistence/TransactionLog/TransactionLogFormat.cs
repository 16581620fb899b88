using System.Buffers.Binary;
using System.IO.Hashing;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// The bytes of a <c>.wandb</c> file. Every constant here is part of the format and must never change.
/// </summary>
/// <remarks>
/// <code>
/// file    = header, then blocks of 32768 bytes; block k begins at file offset k * 32768, so the header is the start of block 0
/// header  = 3a 57 26 42   ":W&amp;B"
///           e1 be         0xBEE1, little-endian
///           00            version
/// block   = chunks, tightly packed; fewer than 7 bytes left over are zeros; the last block ends where its last chunk ends
/// chunk   = crc     4 bytes, little-endian: plain CRC-32 (zlib's) of the type byte and the payload
///           length  2 bytes, little-endian: of the payload alone
///           type    1 byte: see <see cref="ChunkType"/>
///           payload
/// record  = one Full chunk, or First, Middle*, Last; its payloads joined are one serialized protobuf Record
/// </code>
/// </remarks>
internal static class TransactionLogFormat
{
    public const int BlockBytes = 32 * 1024;

    public const int ChunkHeaderBytes = 7;

    /// <summary>Where the first record of a file begins.</summary>
    public const int FileHeaderBytes = 7;

    /// <summary>Not part of the format: the longest record that we write or read. Protobuf's own limit is twice that.</summary>
    public const int MaxRecordBytes = 1 << 30;

    private const int LengthOffset = 4;
    private const int TypeOffset = 6;

    public static ReadOnlySpan<byte> FileHeader => [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00];

    /// <summary>The bytes that are left in the block which this file offset lies in: 1 to 32768.</summary>
    public static int LeftInBlock(long offset) => BlockBytes - (int)(offset % BlockBytes);

    /// <summary>Fills in the header of a chunk whose payload is in place behind it.</summary>
    public static void WriteChunkHeader(Span<byte> chunk, ChunkType type)
    {
        chunk[TypeOffset] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(chunk[LengthOffset..], (ushort)(chunk.Length - ChunkHeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, Checksum(chunk));
    }

    public static int PayloadBytes(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16LittleEndian(header[LengthOffset..]);

    public static ChunkType Type(ReadOnlySpan<byte> header) => (ChunkType)header[TypeOffset];

    public static bool HasValidChecksum(ReadOnlySpan<byte> chunk) => BinaryPrimitives.ReadUInt32LittleEndian(chunk) == Checksum(chunk);

    private static uint Checksum(ReadOnlySpan<byte> chunk) => Crc32.HashToUInt32(chunk[TypeOffset..]);
}
