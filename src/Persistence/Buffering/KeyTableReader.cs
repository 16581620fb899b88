using System.Runtime.InteropServices;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The consumer's side of the key table, of a live buffer or of one that was left behind. One thread. A damaged entry costs its own name only:
/// each carries its number, and the next is found by its tag.
/// </summary>
internal sealed unsafe class KeyTableReader(RowBufferFile file, bool isLive)
{
    private readonly List<MetricPath?> _paths = [];
    private readonly Dictionary<int, MetricPath> _unknown = [];
    private long _read;

    /// <summary>Numbers that rows used and that have lost their names.</summary>
    public int UnknownNames => _unknown.Count;

    /// <summary>The path with this number. A number whose entry did not survive still has a name: one that says so.</summary>
    public MetricPath PathOf(int key)
    {
        while (_paths.Count <= key && TryReadNext()) { }
        return key >= 0 && key < _paths.Count && _paths[key] is { } path ? path : Unknown(key);
    }

    private MetricPath Unknown(int key)
    {
        if (!_unknown.TryGetValue(key, out var path))
            _unknown[key] = path = new MetricPath($"unknown-metric-{(uint)key}");
        return path;
    }

    private bool TryReadNext()
    {
        while (_read <= file.ReadableKeyTableBytes - ItemHeaderBytes)
        {
            if (TryReadEntry())
                return true;
            if (isLive)
                return false; // behind the last entry there is nothing yet
            _read += Alignment;
        }

        return false;
    }

    private bool TryReadEntry()
    {
        var entry = file.KeyTableStart + _read;
        if (!Fits(Volatile.Read(ref *(ulong*)entry), _read, file.Seed, out var length) || length > file.ReadableKeyTableBytes - _read)
            return false;

        _read += length;
        Take(new ReadOnlySpan<byte>(entry, length));
        return true;
    }

    private void Take(ReadOnlySpan<byte> entry)
    {
        var number = MemoryMarshal.Read<uint>(entry[12..]);
        var path = entry[ItemHeaderBytes..];
        if (MemoryMarshal.Read<uint>(entry[8..]) != Checksum(number, MemoryMarshal.Cast<byte, ulong>(path)) || number > _read / Alignment)
            return;

        while (_paths.Count <= number)
            _paths.Add(null);
        try
        {
            _paths[(int)number] = PathBytes.Read(path);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            // Its checksum holds and yet it is no path: unknown.
        }
    }
}
