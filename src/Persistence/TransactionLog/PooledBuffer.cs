using System.Buffers;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// A growing run of bytes in a pooled array, reused from one use to the next. Not thread-safe. Spans and memory taken from it hold until
/// the next write.
/// </summary>
internal sealed class PooledBuffer(ArrayPool<byte>? pool = null) : IBufferWriter<byte>, IDisposable
{
    private const int InitialBytes = 4 * 1024;

    // One giant record must not hold its memory for the rest of the run.
    private const int MaxRetainedBytes = 1024 * 1024;

    private readonly ArrayPool<byte> _pool = pool ?? ArrayPool<byte>.Shared;
    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, Length);

    /// <summary>Bytes that were written before, to be filled in late.</summary>
    public Span<byte> this[Range range] => _array.AsSpan(0, Length)[range];

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _array.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _array.AsMemory(Length);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Length), nameof(count));
        Length += count;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Makes room for so many more bytes at once, which else comes by doubling.</summary>
    public void Reserve(int count)
    {
        var needed = checked(Length + count);
        if (needed <= _array.Length)
            return;

        var doubled = (int)Math.Min(2L * _array.Length, Array.MaxLength);
        var larger = _pool.Rent(Math.Max(Math.Max(needed, doubled), InitialBytes));
        WrittenSpan.CopyTo(larger);
        var length = Length;
        Dispose();
        _array = larger;
        Length = length;
    }

    /// <summary>Empties the buffer. Its array is kept for the next use, unless it has grown over 1 MiB.</summary>
    public void Clear()
    {
        Length = 0;
        if (_array.Length > MaxRetainedBytes)
            Dispose();
    }

    /// <summary>Gives the array back to the pool; the buffer is empty and may be used again.</summary>
    public void Dispose()
    {
        Length = 0;
        if (_array.Length > 0)
            _pool.Return(_array);
        _array = [];
    }
}
