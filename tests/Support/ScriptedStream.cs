namespace WandbActors.Testing;

/// <summary>A file that grows as it is told, and whose reads return a few bytes at a time.</summary>
public sealed class ScriptedStream : Stream
{
    private readonly List<byte> _bytes = [];

    /// <summary>The most that one read returns.</summary>
    public int MaxReadBytes { get; set; } = int.MaxValue;

    /// <summary>When set, the next read throws it.</summary>
    public IOException? NextFailure { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _bytes.Count;

    public override long Position { get; set; }

    public void Grow(params ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void Cut(int length) => _bytes.RemoveRange(length, _bytes.Count - length);

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (NextFailure is { } failure)
        {
            NextFailure = null;
            throw failure;
        }

        var there = (int)Math.Clamp(Length - Position, 0, Math.Min(count, MaxReadBytes));
        for (var i = 0; i < there; i++)
            buffer[offset + i] = _bytes[(int)Position++];
        return there;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
