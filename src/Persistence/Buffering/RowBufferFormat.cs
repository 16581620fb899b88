using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The bytes of a row buffer file. All numbers are little-endian, all parts start at a page. Every constant here is part of the format
/// and may only change together with <see cref="Version"/>.
/// </summary>
/// <remarks><code>
/// file      header page | mark slot 0 | mark slot 1 | key table | segments of the ring
///
/// header     0 magic "WBAROWS1", written last      56 created, UTC ticks     96 path length u32, 0 u32
///            8 version u32, checksum u32           64 key table bytes       104 run directory, UTF-8, then zeros
///           16 header bytes u64                    72 ring bytes           3584 segment table: for each segment of the file the
///           24 log guid, 16 bytes                  80 segment bytes             number of the ring's segment in it + 1, u64 (0: none)
///           40 boot id, 16 bytes (0: unknown)      88 bytes of a mark slot
///           The checksum is of 16 to 3584.
///
/// mark slot  0 sequence u64, written last (0: none)   16 ring position   32 state length u64   48 state, 0 to 64 KiB, then zeros
///            8 checksum u32, kind u32                 24 log offset      40 0
///
/// key table  entries one after the other:
///            0 commit u64     8 checksum u32, number u32 (from 0)     16 path, zeros up to a multiple of 16
/// path       number of segments u32, then each as length u32 and UTF-8
///
/// ring       items one after the other, each in one piece and in one segment:
///            0 commit u64     8 checksum u32     12 kind (4 bits), flags (4 bits), count (24 bits)
/// row, summary values
///           16 time, UTC ticks   24 step or long.MinValue   32 count entries
///              entry: key u32 (2^32-1: inline), kind u32, then the 8 bytes of the number; (offset u32, length u32) of a text or JSON text;
///              the number of a held object (0: none); the index of a deferred slot
///              [names inline: per entry (offset u32, length u32) of its path, or 0]   texts and paths, zeros up to a multiple of 16
/// record    16 length u64        24 the bytes of a protobuf Record, zeros up to a multiple of 16
/// spilled   16 as in the item itself   24 number of the spill file   32 its length   40 0
///           The file holds the row or record, its commit word 0, without its slots.
/// padding   nothing: fills a segment's end where the next item would not fit in one piece
/// slots     [deferred: at the end of a row or spilled item: 0 or 8 bytes of filling, the slots u64 (DeferredSlot), their number u64]
/// </code>
/// A position counts the ring's bytes from the first on and never goes back; position / segment bytes is the number of its segment. The
/// table says where in the file that segment lies, from before its first item is written until all its items are released.
/// The commit word is written last and says the item is whole: length / 16 in its low 20 bits, above it a tag of the position.
/// The tag is a permutation, so no two positions less than 256 TiB apart share one, and the bytes that lay in a segment
/// before never fit. Head and tail are not in the file: the tail is the position of the newest release mark, and behind the head
/// no tag fits.
/// </remarks>
internal static class RowBufferFormat
{
    public const ulong Magic = 0x3153_574F_5241_4257; // "WBAROWS1"
    public const uint Version = 3;

    public const int HeaderBytes = 4096;
    public const int VersionAt = 8, HeaderChecksumAt = 12, HeaderBytesAt = 16, GuidAt = 24, BootIdAt = 40, CreatedAt = 56, KeyTableBytesAt = 64;
    public const int RingBytesAt = 72, SegmentBytesAt = 80, MarkSlotBytesAt = 88, PathLengthAt = 96, PathAt = 104;
    public const int SegmentTableAt = 3584;
    public const int MaxSegments = (HeaderBytes - SegmentTableAt) / 8;

    public const int MaxStateBytes = 64 * 1024;
    public const int MarkHeaderBytes = 48;
    public const int MarkSlotBytes = MaxStateBytes + 4096; // whole pages
    public const int KeyTableAt = HeaderBytes + 2 * MarkSlotBytes;

    public const int Alignment = 16;
    public const int ItemHeaderBytes = 16;
    public const int RowHeaderBytes = 32;
    public const int RecordHeaderBytes = 24;
    public const int SpilledBytes = 48;
    public const int EntryBytes = 16;
    public const uint InlineKey = uint.MaxValue;
    public const long NoStep = long.MinValue;
    public const int LargestItemShare = 4; // an item over 1/4 of a segment is spilled

    public const uint CommitFlag = 1, NamesInlineFlag = 2, DeferredFlag = 4, ObjectsFlag = 8;

    private const ulong LengthMask = 0xF_FFFF;

    public static long RingAt(long keyTableBytes) => KeyTableAt + keyTableBytes;

    public static long Align(long length) => (length + Alignment - 1) & -Alignment;

    public static uint ItemHead(BufferedItemKind kind, uint flags, int count) => (uint)kind | (flags << 4) | ((uint)count << 8);

    /// <summary>
    /// The bytes of a segment of a ring of so many: a 64th part, but 256 KiB of a smaller ring, and a quarter of a very small one.
    /// </summary>
    public static long SegmentBytes(long ringBytes) => Math.Max(ringBytes / MaxSegments, Math.Min(ringBytes / 4, 256 * 1024));

    /// <summary>The checksum of a header, without its version and the segment table, which changes.</summary>
    public static uint HeaderChecksum(ReadOnlySpan<byte> header) => Checksum(0, MemoryMarshal.Cast<byte, ulong>(header[HeaderBytesAt..SegmentTableAt]));

    /// <summary>What the tags of one file differ by from those of another, so that a file's bytes inside another's row do not fit.</summary>
    public static ulong Seed(Guid logGuid)
    {
        Span<ulong> words = stackalloc ulong[2];
        logGuid.TryWriteBytes(MemoryMarshal.AsBytes(words));
        return ((words[0] * 0x9E37_79B9_7F4A_7C15) ^ words[1]) & ~LengthMask;
    }

    public static ulong CommitWord(long position, long length, ulong seed) => Tag(position, seed) | ((ulong)length / Alignment);

    /// <summary>Whether this word commits the item at this very position, and how long the item is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(ulong word, long position, ulong seed, out int length)
    {
        length = (int)(word & LengthMask) * Alignment;
        return length > 0 && (word & ~LengthMask) == Tag(position, seed);
    }

    /// <summary>Completes an item that is ready but for its commit word: head and checksum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Seal(Span<ulong> item, uint head)
    {
        item[0] = 0;
        item[1] = Checksum(head, item[2..]) | ((ulong)head << 32);
    }

    /// <summary>Whether the item, without its slots, is as it was sealed.</summary>
    public static bool IsIntact(ReadOnlySpan<ulong> item) => (uint)item[1] == Checksum((uint)(item[1] >> 32), item[2..]);

    /// <summary>
    /// CRC-32C in two lanes over even and odd words, which halves the wait for each instruction's result. <paramref name="words"/> are
    /// of an even number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Checksum(uint head, ReadOnlySpan<ulong> words)
    {
        var even = 0u;
        var odd = BitOperations.Crc32C(0u, head);
        ref var first = ref MemoryMarshal.GetReference(words);
        for (nuint i = 0; i < (nuint)words.Length; i += 2)
        {
            even = BitOperations.Crc32C(even, Unsafe.Add(ref first, i));
            odd = BitOperations.Crc32C(odd, Unsafe.Add(ref first, i + 1));
        }

        return BitOperations.Crc32C(even, odd);
    }

    // Steps that each can be undone, on 44 bits: a position's low 4 bits are zero, and the low 20 bits of the word stay zero throughout.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tag(long position, ulong seed)
    {
        var tag = (((ulong)position << 16) ^ seed) * 0x9E37_79B9_7F4A_7C15;
        tag ^= (tag >> 24) & ~LengthMask;
        return tag * 0xBF58_476D_1CE4_E5B9;
    }
}
