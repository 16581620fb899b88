using System.Collections.Concurrent;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Items too large for the ring, each in a file of its own, written whole before its item is. They lie beside the ring, in memory, as long
/// as all of them take no more than the ring does, else in the run directory. Any thread writes; the consumer reads, and deletes
/// once the item is released.
/// </summary>
internal sealed class SpillFiles
{
    private readonly string _prefix;
    private readonly string? _besideRing; // null if that is nowhere, or the run directory
    private readonly string _runDirectory;
    private readonly long _bytesBesideRing;
    private readonly ConcurrentDictionary<long, int> _lengthsBesideRing = new();
    private readonly ReleaseQueue _read = new();
    private long _bytes; // beside the ring
    private long _lastNumber;

    public SpillFiles(RowBufferFile ring, string runDirectory)
    {
        _prefix = $"wandb-actors-{ring.LogGuid:N}-";
        _besideRing = ring.Path is { } path && Path.GetDirectoryName(path) is { } directory && directory != runDirectory ? directory : null;
        _runDirectory = runDirectory;
        _bytesBesideRing = ring.RingBytes;
    }

    /// <summary>Writes a file; false if no place takes it, and nothing is left then.</summary>
    public bool TryWrite(ReadOnlySpan<byte> item, out long number)
    {
        number = Interlocked.Increment(ref _lastNumber);
        return TryWriteBesideRing(item, number) || TryWrite(item, PathIn(_runDirectory, number));
    }

    /// <summary>The file's bytes, an item of this length, or null if they cannot be read.</summary>
    public byte[]? Read(long number, long length) => Read(_besideRing, number, length) ?? Read(_runDirectory, number, length);

    /// <summary>Removes a file that was written here.</summary>
    public void Delete(long number)
    {
        // Only where it is: even to look for a file to remove waits for a frozen disk.
        var isBesideRing = _lengthsBesideRing.TryRemove(number, out var length);
        FileRemoval.TryDelete(PathIn(isBesideRing ? _besideRing! : _runDirectory, number));
        Interlocked.Add(ref _bytes, -length);
    }

    /// <summary>Consumer only: the item at this position, now read, names this file.</summary>
    public void NoteRead(long position, long number) => _read.Add(position, number);

    /// <summary>Consumer only.</summary>
    public void ReleaseUpTo(long position)
    {
        while (_read.TryTakeBefore(position, out var number))
            Delete(number);
    }

    public void DeleteAll()
    {
        foreach (var path in Directories().Where(Directory.Exists).SelectMany(directory => Directory.EnumerateFiles(directory, _prefix + "*.spill")))
            FileRemoval.TryDelete(path);
    }

    // Counted before it is written, so that threads that write at once do not take too much together.
    private bool TryWriteBesideRing(ReadOnlySpan<byte> item, long number)
    {
        if (_besideRing is null)
            return false;

        if (Interlocked.Add(ref _bytes, item.Length) > _bytesBesideRing || !TryWrite(item, PathIn(_besideRing, number)))
        {
            Interlocked.Add(ref _bytes, -item.Length);
            return false;
        }

        _lengthsBesideRing[number] = item.Length;
        return true;
    }

    private static bool TryWrite(ReadOnlySpan<byte> item, string path)
    {
        try
        {
            using var file = FileAllocation.Create(path, 0, 0);
            file.Write(item);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FileRemoval.TryDelete(path);
            return false;
        }
    }

    // The length is that of a checked item: so a file of another length, however large, is not even read.
    private byte[]? Read(string? directory, long number, long length)
    {
        if (directory is null || length is < RecordHeaderBytes or > 2L * RowDraft.MaxBytes || length % Alignment != 0)
            return null;

        try
        {
            var path = PathIn(directory, number);
            return File.Exists(path) && new FileInfo(path).Length == length ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private IEnumerable<string> Directories() => _besideRing is null ? [_runDirectory] : [_besideRing, _runDirectory];

    private string PathIn(string directory, long number) => Path.Combine(directory, $"{_prefix}{number:D8}.spill");
}
