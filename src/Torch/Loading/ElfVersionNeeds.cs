using System.Buffers.Binary;
using System.Text;

namespace WandbActors;

/// <summary>
/// The symbol versions that a 64-bit little-endian ELF file needs from other libraries. Reads within the file's bounds and never throws:
/// of a file that is none, or is damaged, it reads what can be followed, often nothing.
/// </summary>
/// <remarks>
/// <code>
/// file header        64 bytes   0: 7F 'E' 'L' 'F', class (2 = 64 bit), data (1 = little endian)   32: offset of the program headers (8)
///                               54: size of one (2)   56: how many (2)
/// program header     56 bytes   0: type (4; 1 = loaded, 2 = dynamic)   8: offset in file (8)   16: address (8)   32: size in file (8)
/// dynamic entry      16 bytes   0: tag (8)   8: value (8)      5 = address of the names, 6FFFFFFE = address of the needs, 0 = end
/// library            16 bytes   4: name of the library (4)   8: bytes to its first version (4)   12: bytes to the next library, 0 = last (4)
/// version            16 bytes   4: flags (2)   8: name of the version (4)   12: bytes to the next version, 0 = last (4)
/// </code>
/// Names are offsets into the table of names; addresses become offsets by the loaded program headers.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const int FileHeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;
    private const int EntryBytes = 16;
    private const int MaxNameBytes = 256;
    private const uint LoadedSegment = 1;
    private const uint DynamicSegment = 2;
    private const ulong NamesTag = 5;
    private const ulong NeedsTag = 0x6FFF_FFFE;

    private static ReadOnlySpan<byte> Signature => [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>All needs, in the file's order.</summary>
    public static IReadOnlyList<ElfVersionNeed> Read(ReadOnlySpan<byte> file)
    {
        var needs = new List<ElfVersionNeed>();
        if (file.StartsWith(Signature) && TryFindTables(file, out var names, out var libraries))
            ReadLibraries(file, names, libraries, needs);
        return needs;
    }

    private static bool TryFindTables(ReadOnlySpan<byte> file, out ulong names, out ulong libraries)
    {
        names = libraries = 0;
        var segments = Segments(file);
        var dynamic = segments.Find(segment => segment.Type == DynamicSegment);
        for (ulong read = 0; read < dynamic.Size; read += EntryBytes)
        {
            var entry = Slice(file, dynamic.Offset + read, EntryBytes);
            if (entry.IsEmpty || U64(entry, 0) == 0)
                break;
            if (U64(entry, 0) == NamesTag)
                names = OffsetOf(U64(entry, 8), segments);
            else if (U64(entry, 0) == NeedsTag)
                libraries = OffsetOf(U64(entry, 8), segments);
        }

        return names != 0 && libraries != 0;
    }

    private static void ReadLibraries(ReadOnlySpan<byte> file, ulong names, ulong library, List<ElfVersionNeed> needs)
    {
        for (ulong step = 1; step != 0; library += step)
        {
            var entry = Slice(file, library, EntryBytes);
            if (entry.IsEmpty || !TryReadVersions(file, names, library + U32(entry, 8), Name(file, names + U32(entry, 4)), needs))
                return;
            step = U32(entry, 12);
        }
    }

    private static bool TryReadVersions(ReadOnlySpan<byte> file, ulong names, ulong version, string library, List<ElfVersionNeed> needs)
    {
        // Entries of a sound file don't overlap, so it has no more of them than fit; a damaged one, whose steps are short, stops there.
        var limit = file.Length / EntryBytes;
        for (ulong step = 1; step != 0; version += step)
        {
            var entry = Slice(file, version, EntryBytes);
            if (entry.IsEmpty || needs.Count == limit)
                return false;

            var isWeak = (U16(entry, 4) & ElfVersionNeed.WeakFlag) != 0;
            needs.Add(new ElfVersionNeed(library, Name(file, names + U32(entry, 8)), isWeak, FlagsOffset: (int)version + 4));
            step = U32(entry, 12);
        }

        return true;
    }

    private static List<Segment> Segments(ReadOnlySpan<byte> file)
    {
        var segments = new List<Segment>();
        var header = Slice(file, 0, FileHeaderBytes);
        for (ulong i = 0; !header.IsEmpty && i < U16(header, 56); i++)
        {
            var segment = Slice(file, U64(header, 32) + i * U16(header, 54), ProgramHeaderBytes);
            if (segment.IsEmpty)
                break;
            segments.Add(new Segment(U32(segment, 0), U64(segment, 8), U64(segment, 16), U64(segment, 32)));
        }

        return segments;
    }

    // 0, where the file header stands, says that no segment holds the address.
    private static ulong OffsetOf(ulong address, List<Segment> segments)
    {
        var holder = segments.Find(segment => segment.Type == LoadedSegment && address - segment.Address < segment.Size);
        return holder.Size == 0 ? 0 : holder.Offset + (address - holder.Address);
    }

    private static string Name(ReadOnlySpan<byte> file, ulong offset)
    {
        var name = offset < (ulong)file.Length ? file[(int)offset..] : [];
        name = name[..Math.Min(name.Length, MaxNameBytes)];
        return Encoding.ASCII.GetString(name.IndexOf((byte)0) is var end and >= 0 ? name[..end] : name);
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> file, ulong offset, int length) =>
        offset <= (ulong)file.Length && length <= file.Length - (int)offset ? file.Slice((int)offset, length) : [];

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private readonly record struct Segment(uint Type, ulong Offset, ulong Address, ulong Size);
}
