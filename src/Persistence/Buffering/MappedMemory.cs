using System.IO.MemoryMappedFiles;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A piece of memory, mapped from a file or from nothing. Unmapped by <see cref="Dispose"/>, or by the garbage collector once nobody
/// holds it any more: never while a thread is inside a method of an object that does.
/// </summary>
internal sealed unsafe class MappedMemory : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private MappedMemory(MemoryMappedViewAccessor view, long length)
    {
        _view = view;
        Length = length;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + view.PointerOffset;
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

    public static MappedMemory OfFile(string path, FileAccess access)
    {
        using var file = new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var mapping = access == FileAccess.Read ? MemoryMappedFileAccess.Read : MemoryMappedFileAccess.ReadWrite;
        var length = file.Length;
        using var mapped = MemoryMappedFile.CreateFromFile(file, null, 0, mapping, HandleInheritability.None, leaveOpen: true);
        return new MappedMemory(mapped.CreateViewAccessor(0, length, mapping), length);
    }

    public static MappedMemory Anonymous(long length)
    {
        using var mapped = MemoryMappedFile.CreateNew(null, length);
        return new MappedMemory(mapped.CreateViewAccessor(0, length), length);
    }

    /// <summary>Takes the page faults now rather than on a training thread.</summary>
    public void Touch()
    {
        for (long page = 0; page < Length; page += Environment.SystemPageSize)
            Start[page] = 0;
    }

    public void Dispose()
    {
        Unmap();
        GC.SuppressFinalize(this);
    }

    // Not the view's Dispose: that one flushes to the disk first, and waits for it.
    private void Unmap()
    {
        if (_view is null || _view.SafeMemoryMappedViewHandle.IsClosed)
            return;

        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.SafeMemoryMappedViewHandle.Dispose();
    }
}
