using System.IO.MemoryMappedFiles;

namespace WandbActors.Harness.Children;

/// <summary>
/// What a child tells its parent through shared memory, which says it even after a SIGKILL: how far it has come, and how many calls of
/// each of its threads have returned. One writer for each cache line; a store costs the thread a nanosecond and no call to the system.
/// </summary>
internal sealed unsafe class Acknowledgements : IDisposable
{
    public const int Threads = 8;

    private const int LineBytes = 64;
    private const int FileBytes = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private Acknowledgements(string path, MemoryMappedFile file)
    {
        Path = path;
        _file = file;
        _view = file.CreateViewAccessor(0, FileBytes);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public string Path { get; }

    /// <summary>How far the child has come.</summary>
    public ChildPhase Phase
    {
        get => (ChildPhase)Volatile.Read(ref *(long*)_start);
        set => Volatile.Write(ref *(long*)_start, (long)value);
    }

    /// <summary>How many calls of this thread have returned.</summary>
    public long this[int thread]
    {
        get => Volatile.Read(ref *LineOf(thread));
        set => Volatile.Write(ref *LineOf(thread), value);
    }

    /// <summary>The calls of all threads that have returned.</summary>
    public long Sum => Enumerable.Range(0, Threads).Sum(thread => this[thread]);

    public static Acknowledgements Create(string path) => new(path, MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, FileBytes));

    public static Acknowledgements Open(string path) => new(path, MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private long* LineOf(int thread) => (long*)(_start + (LineBytes * (1 + thread)));
}
