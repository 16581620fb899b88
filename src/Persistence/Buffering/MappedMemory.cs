using System.IO.MemoryMappedFiles;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A piece of memory, mapped from a file or from nothing, of which a first part is allocated and more may be. Unmapped by <see cref="Dispose"/>, or by
/// the garbage collector once nobody holds it any more: never while a thread is inside a method of an object that does.
/// </summary>
internal sealed unsafe class MappedMemory : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly FileStream? _file; // null for memory that is mapped from nothing
    private readonly byte* _start;

    private MappedMemory(MemoryMappedFile mapped, FileStream? file, long length)
    {
        _view = mapped.CreateViewAccessor(0, length);
        _file = file;
        Length = length;
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    ~MappedMemory() => Unmap();

    /// <summary>The first byte. Throws once unmapped: a stray read would end the process.</summary>
    public byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
            return _start;
        }
    }

    public long Length { get; }

    /// <summary>Up to here writing cannot fail.</summary>
    public long Allocated { get; private set; }

    /// <summary>Maps a new file. Throws <see cref="IOException"/> if it exists or what is to be allocated does not fit; leaves nothing then.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="allocated">Up to here writing cannot fail.</param>
    /// <param name="touchedFrom">From here to there it does not even take a page fault. What is before is seldom written, and takes the process's memory when it is.</param>
    public static MappedMemory Create(string path, long length, long allocated, long touchedFrom)
    {
        var file = FileAllocation.Create(path, length, allocated);
        try
        {
            return OfFile(file).Touch(touchedFrom, allocated);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Maps what a process left behind. Of a file in memory any part may be missing: see <see cref="TryKeep"/>.</summary>
    public static MappedMemory Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            return OfFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static MappedMemory Anonymous(long length, long allocated, long touchedFrom)
    {
        using var mapped = MemoryMappedFile.CreateNew(null, length);
        return new MappedMemory(mapped, null, length).Touch(touchedFrom, allocated);
    }

    /// <summary>Allocates up to this offset, which is further than before; false if there is no room for it.</summary>
    public bool TryExtend(long end)
    {
        try
        {
            if (_file is not null)
                FileAllocation.Fill(_file.SafeFileHandle, Allocated, end - Allocated);
            Touch(Allocated, end);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether these bytes can be read. Some that were never allocated are now, for a look at them would do that too.</summary>
    public bool TryKeep(long offset, long length) => FileAllocation.TryKeep(_file!.SafeFileHandle, offset, length);

    /// <summary>Reads bytes without touching the memory.</summary>
    public int Peek(long offset, Span<byte> bytes) => RandomAccess.Read(_file!.SafeFileHandle, bytes, offset);

    public void Dispose()
    {
        Unmap();
        GC.SuppressFinalize(this);
    }

    private static MappedMemory OfFile(FileStream file)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        return new MappedMemory(mapped, file, file.Length);
    }

    // Takes the page faults now rather than on a training thread.
    private MappedMemory Touch(long from, long end)
    {
        for (var page = from; page < end; page += Environment.SystemPageSize)
            Start[page] = 0;
        Allocated = end;
        return this;
    }

    // Not the view's Dispose: that one flushes to the disk first, and waits for it.
    private void Unmap()
    {
        if (_view is null || _view.SafeMemoryMappedViewHandle.IsClosed)
            return;

        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.SafeMemoryMappedViewHandle.Dispose();
        _file?.Dispose();
    }
}
