using System.Buffers;
using System.IO.Compression;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// The memory of one request. It goes back to the pool when the server has accepted the request; a try that was given up may still be reading then,
/// and keeps it. One owner; reading on any thread.
/// </summary>
internal sealed class RequestBody
{
    // Deflate adds five bytes to each block that it cannot shrink; and gzip has a head and a foot.
    private const int GzipBytes = 1024;

    // Of each size, twice the one before it. Larger and further ones are left to the garbage collector.
    private const int MaxPooled = 4;
    private const int MaxPooledBytes = 4 << 20;

    private const int Retired = int.MinValue;

    // One that keeps nothing for each thread: a request is large, and hardly two are made by the same thread.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxPooledBytes, MaxPooled);

    private byte[] _gzip = [];
    private int _gzipLength;
    private int _readers;

    /// <summary>Where it is written.</summary>
    public PooledBuffer Plain { get; } = new(Pool);

    /// <summary>The body compressed: once, also for further tries.</summary>
    public ReadOnlyMemory<byte> Gzip()
    {
        if (_gzipLength == 0)
        {
            _gzip = Pool.Rent(Plain.Length + (Plain.Length / 100) + GzipBytes);
            using var compressed = new MemoryStream(_gzip);
            using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(Plain.WrittenSpan);
            _gzipLength = (int)compressed.Position;
        }

        return _gzip.AsMemory(0, _gzipLength);
    }

    /// <summary>Begins to read, until <see cref="ReadEnd"/>. False when the request is over: its memory may be another's by now.</summary>
    public bool TryRead()
    {
        int readers;
        do
        {
            readers = Volatile.Read(ref _readers);
            if (readers < 0)
                return false;
        }
        while (Interlocked.CompareExchange(ref _readers, readers + 1, readers) != readers);

        return true;
    }

    public void ReadEnd() => Interlocked.Decrement(ref _readers);

    /// <summary>The request is over. Any number of times.</summary>
    public void Retire()
    {
        if (Interlocked.CompareExchange(ref _readers, Retired, 0) != 0)
            return;

        Plain.Dispose();
        if (_gzip.Length > 0)
            Pool.Return(_gzip);
    }
}
