using System.Runtime.InteropServices;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>The consumer's side of the key table, of a live buffer or of one that was left behind. One thread.</summary>
internal sealed unsafe class KeyTableReader(RowBufferFile file)
{
    private readonly List<MetricPath> _paths = [];
    private long _read;

    /// <summary>The path with this number. A number whose entry did not survive still has a name: one that says so.</summary>
    public MetricPath PathOf(int key)
    {
        while (_paths.Count <= key && TryReadNext()) { }
        return key < _paths.Count ? _paths[key] : new MetricPath($"unknown-metric-{key}");
    }

    private bool TryReadNext()
    {
        var left = file.KeyTableBytes - _read;
        var entry = file.KeyTableStart + _read;
        if (left < ItemHeaderBytes || !Fits(Volatile.Read(ref *(ulong*)entry), _read, file.Seed, out var entryBytes) || entryBytes > left)
            return false;

        var length = *(uint*)(entry + 12);
        var padded = new ReadOnlySpan<byte>(entry + ItemHeaderBytes, entryBytes - ItemHeaderBytes);
        if (length > padded.Length || *(uint*)(entry + 8) != Checksum(length, MemoryMarshal.Cast<byte, ulong>(padded)))
            return false;

        _paths.Add(PathBytes.Read(padded[..(int)length]));
        _read += entryBytes;
        return true;
    }
}
