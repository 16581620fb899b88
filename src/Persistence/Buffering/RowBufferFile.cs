using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A mapped row buffer file, or the same bytes in anonymous memory. Its header is written once, when it is made; the other parts belong
/// to <see cref="MarkSlots"/>, <see cref="KeyTable"/>, <see cref="RingSegments"/> and <see cref="Ring"/>. Dispose only when no thread is in any of them.
/// </summary>
internal sealed unsafe class RowBufferFile : IDisposable
{
    private readonly MappedMemory _memory;
    private readonly DriveInfo? _memoryDrive; // whose memory a growing file shares with others

    private RowBufferFile(MappedMemory memory, string? path, DriveInfo? memoryDrive = null)
    {
        _memory = memory;
        _memoryDrive = memoryDrive;
        Path = path;
        var header = new ReadOnlySpan<byte>(memory.Start, HeaderBytes);
        LogGuid = new Guid(header.Slice(GuidAt, 16));
        BootId = new Guid(header.Slice(BootIdAt, 16));
        CreatedTicks = BinaryPrimitives.ReadInt64LittleEndian(header[CreatedAt..]);
        KeyTableBytes = BinaryPrimitives.ReadInt64LittleEndian(header[KeyTableBytesAt..]);
        RingBytes = BinaryPrimitives.ReadInt64LittleEndian(header[RingBytesAt..]);
        SegmentBytes = BinaryPrimitives.ReadInt64LittleEndian(header[SegmentBytesAt..]);
        RunDirectory = Encoding.UTF8.GetString(header.Slice(PathAt, BinaryPrimitives.ReadInt32LittleEndian(header[PathLengthAt..])));
        Seed = RowBufferFormat.Seed(LogGuid);
    }

    /// <summary>Null for anonymous memory.</summary>
    public string? Path { get; }

    public Guid LogGuid { get; }

    /// <summary>The boot during which the file was made; empty where the system has no such id.</summary>
    public Guid BootId { get; }

    public long CreatedTicks { get; }

    public long KeyTableBytes { get; }

    public long RingBytes { get; }

    public long SegmentBytes { get; }

    public int SegmentCount => (int)(RingBytes / SegmentBytes);

    public string RunDirectory { get; }

    public ulong Seed { get; }

    /// <summary>The bytes that are there.</summary>
    public long Length => _memory.Length;

    /// <summary>The length that the header promises.</summary>
    public long WholeLength => RingAt(KeyTableBytes) + RingBytes;

    public bool IsCut => Length < WholeLength;

    public byte* MarksStart => _memory.Start + HeaderBytes;

    public byte* KeyTableStart => _memory.Start + KeyTableAt;

    /// <summary>Bytes of the key table that are there.</summary>
    public long ReadableKeyTableBytes => Math.Min(KeyTableBytes, Length - KeyTableAt);

    public byte* RingStart => _memory.Start + RingAt(KeyTableBytes);

    /// <summary>For each segment of the file the number of the ring's segment in it + 1, or 0.</summary>
    public Span<long> SegmentTable => new(_memory.Start + SegmentTableAt, SegmentCount);

    /// <summary>
    /// Makes the file of a new buffer. On a drive that is memory only the part in use is allocated. Throws <see cref="IOException"/> if it
    /// exists or does not fit, and leaves nothing then.
    /// </summary>
    public static RowBufferFile Create(
        string path, DriveInfo? memoryDrive, RowBufferSettings settings, Guid logGuid, string runDirectory, DateTimeOffset now)
    {
        var allocated = memoryDrive is null ? settings.FileBytes : settings.FileBytesAtStart;
        var memory = MappedMemory.Create(path, settings.FileBytes, allocated, RingAt(settings.KeyTableBytes));
        return Initialise(memory, path, memoryDrive, settings, logGuid, runDirectory, now);
    }

    public static RowBufferFile CreateAnonymous(RowBufferSettings settings, Guid logGuid, string runDirectory, DateTimeOffset now) =>
        Initialise(
            MappedMemory.Anonymous(settings.FileBytes, settings.FileBytesAtStart, RingAt(settings.KeyTableBytes)), null, null, settings, logGuid, runDirectory, now);

    /// <summary>The run directory of the buffer in this file; <c>null</c> if it is no buffer.</summary>
    public static string? RunDirectoryOf(string path)
    {
        try
        {
            using var file = Open(path);
            return file.RunDirectory;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Opens what a process left behind. Every part but the header may be damaged, and the file cut off behind the marks.</summary>
    /// <exception cref="InvalidDataException">It is no row buffer, or of another version, or its header is damaged.</exception>
    public static RowBufferFile Open(string path)
    {
        if (new FileInfo(path).Length < KeyTableAt)
            throw new InvalidDataException($"{path} is too short for a row buffer");

        var memory = MappedMemory.Open(path);
        if (ProblemOf(memory) is not { } problem)
            return new RowBufferFile(memory, path);

        memory.Dispose();
        throw new InvalidDataException($"{path} {problem}");
    }

    /// <summary>This boot's id, or empty: after another boot, what a ring in memory held is gone, and what a log held may be cut.</summary>
    public static Guid CurrentBootId()
    {
        const string source = "/proc/sys/kernel/random/boot_id";
        return File.Exists(source) && Guid.TryParse(File.ReadAllText(source), out var id) ? id : Guid.Empty;
    }

    /// <summary>Allocates the segments of a new file up to this one. False if there is no room for it.</summary>
    public bool TryAllocate(int place)
    {
        var end = OffsetOf(place) + SegmentBytes;
        var isWelcome = _memoryDrive is null || RowBufferPlace.HasRoom(_memoryDrive, SegmentBytes, taken: end);
        return end <= _memory.Allocated || (isWelcome && _memory.TryExtend(end));
    }

    /// <summary>Whether this segment of a file that was left behind can be read, if only its beginning.</summary>
    public bool TryKeep(int place) =>
        BytesOf(place) is > 0 and var bytes && _memory.TryKeep(OffsetOf(place), bytes);

    /// <summary>The first word of this segment of a file that was left behind; 0 if it is not there.</summary>
    public ulong FirstWordOf(int place)
    {
        Span<ulong> word = [0];
        if (BytesOf(place) >= sizeof(ulong))
            _memory.Peek(OffsetOf(place), MemoryMarshal.AsBytes(word));
        return word[0];
    }

    public void Dispose() => _memory.Dispose();

    private long OffsetOf(int place) => RingAt(KeyTableBytes) + (place * SegmentBytes);

    private long BytesOf(int place) => Math.Min(SegmentBytes, Length - OffsetOf(place));

    private static RowBufferFile Initialise(
        MappedMemory memory,
        string? path,
        DriveInfo? memoryDrive,
        RowBufferSettings settings,
        Guid logGuid,
        string runDirectory,
        DateTimeOffset now)
    {
        var header = new Span<byte>(memory.Start, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[VersionAt..], RowBufferFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[HeaderBytesAt..], HeaderBytes);
        logGuid.TryWriteBytes(header[GuidAt..]);
        CurrentBootId().TryWriteBytes(header[BootIdAt..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[CreatedAt..], now.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[KeyTableBytesAt..], settings.KeyTableBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[RingBytesAt..], settings.RingBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[SegmentBytesAt..], settings.SegmentBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[MarkSlotBytesAt..], MarkSlotBytes);
        // A path too long for its place is left out: it is there for people who find the file without its run.
        Encoding.UTF8.TryGetBytes(runDirectory, header[PathAt..SegmentTableAt], out var pathLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[PathLengthAt..], pathLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[HeaderChecksumAt..], HeaderChecksum(header));
        Volatile.Write(ref MemoryMarshal.Cast<byte, ulong>(header)[0], Magic);
        return new RowBufferFile(memory, path, memoryDrive);
    }

    private static string? ProblemOf(MappedMemory memory)
    {
        var header = new ReadOnlySpan<byte>(memory.Start, HeaderBytes);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
            return "is not a row buffer";
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[VersionAt..]) is var version && version != RowBufferFormat.Version)
            return $"is a row buffer of version {version}; this program reads version {RowBufferFormat.Version}";
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[HeaderChecksumAt..]) != HeaderChecksum(header))
            return "is a row buffer whose header is damaged";

        var keyTable = BinaryPrimitives.ReadInt64LittleEndian(header[KeyTableBytesAt..]);
        var ring = BinaryPrimitives.ReadInt64LittleEndian(header[RingBytesAt..]);
        var path = BinaryPrimitives.ReadInt32LittleEndian(header[PathLengthAt..]);
        var sizesFit = keyTable is >= 0 and <= int.MaxValue && ring is >= RowBufferSettings.MinRingBytes and <= RowBufferSettings.MaxRingBytes
            && long.IsPow2(ring) && BinaryPrimitives.ReadInt64LittleEndian(header[SegmentBytesAt..]) == RowBufferFormat.SegmentBytes(ring)
            && path >= 0 && path <= SegmentTableAt - PathAt && BinaryPrimitives.ReadInt64LittleEndian(header[MarkSlotBytesAt..]) == MarkSlotBytes;
        return sizesFit ? null : "has sizes that do not fit together";
    }
}
