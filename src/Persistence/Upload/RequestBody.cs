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

    private PooledBuffer _plain = new();
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
            _gzip = ArrayPool<byte>.Shared.Rent(_plain.Length + (_plain.Length / 100) + GzipBytes);
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
            _plain = new PooledBuffer();
        else
        {
            _plain.Clear();
            if (_gzip.Length > 0)
                ArrayPool<byte>.Shared.Return(_gzip);
        }

        (_gzip, _gzipLength) = ([], 0);
    }
}
