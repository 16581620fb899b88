using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A mapped row buffer file, or the same bytes in anonymous memory. Its header is written once, when it is made; the other parts belong
/// to <see cref="MarkSlots"/>, <see cref="KeyTable"/> and <see cref="Ring"/>. Dispose only when no thread is in any of them.
/// </summary>
internal sealed unsafe class RowBufferFile : IDisposable
{
    private readonly MappedMemory _memory;

    private RowBufferFile(MappedMemory memory, string? path)
    {
        _memory = memory;
        Path = path;
        var header = new ReadOnlySpan<byte>(memory.Start, HeaderBytes);
        LogGuid = new Guid(header.Slice(GuidAt, 16));
        BootId = new Guid(header.Slice(BootIdAt, 16));
        CreatedTicks = BinaryPrimitives.ReadInt64LittleEndian(header[CreatedAt..]);
        KeyTableBytes = BinaryPrimitives.ReadInt64LittleEndian(header[KeyTableBytesAt..]);
        RingBytes = BinaryPrimitives.ReadInt64LittleEndian(header[RingBytesAt..]);
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

    public string RunDirectory { get; }

    public ulong Seed { get; }

    public byte* MarksStart => _memory.Start + HeaderBytes;

    public byte* KeyTableStart => _memory.Start + KeyTableAt;

    public byte* RingStart => _memory.Start + RingAt(KeyTableBytes);

    public static RowBufferFile Create(string path, RowBufferSettings settings, Guid logGuid, string runDirectory, DateTimeOffset now)
    {
        FileAllocation.CreateFile(path, TotalBytes(settings));
        try
        {
            return Initialise(MappedMemory.OfFile(path, FileAccess.ReadWrite), path, settings, logGuid, runDirectory, now);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public static RowBufferFile CreateAnonymous(RowBufferSettings settings, Guid logGuid, string runDirectory, DateTimeOffset now) =>
        Initialise(MappedMemory.Anonymous(TotalBytes(settings)), null, settings, logGuid, runDirectory, now);

    /// <summary>Opens what a process left behind, to read it. Throws <see cref="InvalidDataException"/> for any other file.</summary>
    public static RowBufferFile Open(string path) => Open(path, FileAccess.Read);

    /// <summary>Opens what a process left behind, to read it and to note how far it has been read. Throws likewise.</summary>
    public static RowBufferFile OpenLeftBehind(string path) => Open(path, FileAccess.ReadWrite);

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

    private static RowBufferFile Open(string path, FileAccess access)
    {
        if (new FileInfo(path).Length < HeaderBytes)
            throw new InvalidDataException($"{path} is too short for a row buffer");

        var memory = MappedMemory.OfFile(path, access);
        if (ProblemOf(memory) is not { } problem)
            return new RowBufferFile(memory, path);

        memory.Dispose();
        throw new InvalidDataException($"{path} {problem}");
    }

    public static long TotalBytes(RowBufferSettings settings) => RingAt(settings.KeyTableBytes) + settings.RingBytes;

    public void Dispose() => _memory.Dispose();

    private static RowBufferFile Initialise(
        MappedMemory memory, string? path, RowBufferSettings settings, Guid logGuid, string runDirectory, DateTimeOffset now)
    {
        memory.Touch();
        var header = new Span<byte>(memory.Start, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[VersionAt..], RowBufferFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[HeaderBytesAt..], HeaderBytes);
        logGuid.TryWriteBytes(header[GuidAt..]);
        CurrentBootId().TryWriteBytes(header[BootIdAt..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[CreatedAt..], now.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[KeyTableBytesAt..], settings.KeyTableBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[RingSpaceAt..], settings.RingBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[RingBytesAt..], settings.RingBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[MarkSlotBytesAt..], MarkSlotBytes);
        // A path too long for the page is left out: it is there for people who find the file without its run.
        Encoding.UTF8.TryGetBytes(runDirectory, header[PathAt..], out var pathLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[PathLengthAt..], pathLength);
        Volatile.Write(ref MemoryMarshal.Cast<byte, ulong>(header)[0], Magic);
        return new RowBufferFile(memory, path);
    }

    private static string? ProblemOf(MappedMemory memory)
    {
        var header = new ReadOnlySpan<byte>(memory.Start, HeaderBytes);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
            return "is not a row buffer";
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[VersionAt..]) is var version && version != RowBufferFormat.Version)
            return $"is a row buffer of version {version}; this program reads version {RowBufferFormat.Version}";

        var keyTable = BinaryPrimitives.ReadInt64LittleEndian(header[KeyTableBytesAt..]);
        var ring = BinaryPrimitives.ReadInt64LittleEndian(header[RingBytesAt..]);
        var path = BinaryPrimitives.ReadInt32LittleEndian(header[PathLengthAt..]);
        var sizesFit = keyTable >= 0 && ring > 0 && long.IsPow2(ring) && keyTable <= memory.Length && RingAt(keyTable) + ring <= memory.Length
            && path >= 0 && path <= HeaderBytes - PathAt && BinaryPrimitives.ReadInt64LittleEndian(header[MarkSlotBytesAt..]) == MarkSlotBytes;
        return sizesFit ? null : "has sizes that do not fit together";
    }

    /// <summary>This boot's id, or empty: after another boot, what a ring in memory held is gone, and what a log held may be cut.</summary>
    public static Guid CurrentBootId()
    {
        const string source = "/proc/sys/kernel/random/boot_id";
        return File.Exists(source) && Guid.TryParse(File.ReadAllText(source), out var id) ? id : Guid.Empty;
    }
}
