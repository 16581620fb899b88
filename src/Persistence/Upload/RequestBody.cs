using System.Buffers;
using System.IO.Compression;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// The memory of one request after the other. A run has one in flight, and nothing between two: what is large goes back to the pool as soon as the
/// server has accepted it. A try that was given up may still be reading; then its memory is left to it. One owner; <see cref="Read"/> and its end on any
/// thread.
/// </summary>
internal sealed class RequestBody
{
    // Deflate adds five bytes to each block that it cannot shrink; and gzip has a head and a foot.
    private const int GzipBytes = 1024;

    // Of each size, twice the one before it. Larger and further ones are left to the garbage collector.
    private const int MaxPooled = 4;
    private const int MaxPooledBytes = 4 << 20;

    // One that keeps nothing for each thread: a request is large, and hardly two are made by the same thread.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxPooledBytes, MaxPooled);

    private PooledBuffer _plain = new(Pool);
    private byte[] _gzip = [];
    private int _gzipLength;
    private int _readers;

    /// <summary>Where it is written.</summary>
    public PooledBuffer Plain => _plain;

    /// <summary>The body compressed: once, also for further tries.</summary>
    public ReadOnlyMemory<byte> Gzip()
    {
        if (_gzipLength == 0)
        {
            _gzip = Pool.Rent(_plain.Length + (_plain.Length / 100) + GzipBytes);
            using var compressed = new MemoryStream(_gzip);
            using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(_plain.WrittenSpan);
            _gzipLength = (int)compressed.Position;
        }

        return _gzip.AsMemory(0, _gzipLength);
    }

    /// <summary>Somebody reads until <see cref="ReadEnd"/>.</summary>
    public void Read() => Interlocked.Increment(ref _readers);

    public void ReadEnd() => Interlocked.Decrement(ref _readers);

    /// <summary>Nobody needs the body any more: the next one may be written.</summary>
    public void Clear()
    {
        if (Volatile.Read(ref _readers) > 0)
            _plain = new PooledBuffer(Pool);
        else
        {
            _plain.Clear();
            if (_gzip.Length > 0)
                Pool.Return(_gzip);
        }

        (_gzip, _gzipLength) = ([], 0);
    }
}
