using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The producers' side of the key table: each metric path gets a number, once. Any thread; a known name takes no lock. The number is given
/// out only after the entry is committed, so whoever reads a row finds its names.
/// </summary>
internal sealed unsafe class KeyTable(RowBufferFile file)
{
    /// <summary>The number of a path that found the table full or closed: its row carries it.</summary>
    public const int None = -1;

    private readonly ConcurrentDictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<MetricPath, int> _paths = new();
    private readonly Lock _gate = new();
    private long _used;
    private int _count;
    private bool _isClosed;

    public int NumberOf(string name)
    {
        if (_names.TryGetValue(name, out var number))
            return number;

        lock (_gate)
        {
            if (!_names.TryGetValue(name, out number) && (number = Append([name])) != None)
                _names[name] = number;
            return number;
        }
    }

    public int NumberOf(ReadOnlySpan<string> segments)
    {
        if (segments.Length == 1)
            return NumberOf(segments[0]);

        var path = new MetricPath(segments.ToArray());
        if (_paths.TryGetValue(path, out var number))
            return number;

        lock (_gate)
        {
            if (!_paths.TryGetValue(path, out number) && (number = Append(segments)) != None)
                _paths[path] = number;
            return number;
        }
    }

    /// <summary>Leaves the mapped memory alone from here on.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    private int Append(ReadOnlySpan<string> segments)
    {
        // Every UTF-16 unit takes at least one byte: so names that can never fit are turned away before they are encoded.
        long atLeast = ItemHeaderBytes;
        foreach (var segment in segments)
            atLeast += segment.Length;
        if (_isClosed || atLeast > file.KeyTableBytes - _used)
            return None;

        var path = new byte[PathBytes.MaxLength(segments)];
        var length = PathBytes.Write(segments, path);
        var entryBytes = ItemHeaderBytes + Align(length);
        if (entryBytes > file.KeyTableBytes - _used)
            return None;

        var entry = file.KeyTableStart + _used;
        var padded = new Span<byte>(entry + ItemHeaderBytes, (int)Align(length));
        path.AsSpan(0, length).CopyTo(padded);
        *(uint*)(entry + 12) = (uint)_count;
        *(uint*)(entry + 8) = Checksum((uint)_count, MemoryMarshal.Cast<byte, ulong>(padded));
        Volatile.Write(ref *(ulong*)entry, CommitWord(_used, entryBytes, file.Seed));
        _used += entryBytes;
        return _count++;
    }
}
