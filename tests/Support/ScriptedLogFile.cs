using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Testing;

/// <summary>A log file in memory on a disk that can be full: a write over its capacity does what fits and then throws.</summary>
internal sealed class ScriptedLogFile : ILogFile
{
    private readonly MemoryStream _bytes = new();

    public ScriptedLogFile(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public byte[] Bytes => _bytes.ToArray();

    /// <summary>The length at which the disk is full.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Whether the disk refuses to confirm what was written.</summary>
    public bool FailsToFlush { get; set; }

    public int WriteCount { get; private set; }

    public int FlushCount { get; private set; }

    public int Read(Span<byte> bytes, long offset)
    {
        _bytes.Position = offset;
        return _bytes.Read(bytes);
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        WriteCount++;
        _bytes.Position = offset;
        _bytes.Write(bytes[..(int)Math.Clamp(Capacity - offset, 0, bytes.Length)]);
        if (offset + bytes.Length > Capacity)
            throw new IOException("No space left on device");
    }

    public bool IsAt(string path) => true;

    public void SetLength(long length) => _bytes.SetLength(length);

    public void FlushToDisk()
    {
        FlushCount++;
        if (FailsToFlush)
            throw new IOException("Input/output error");
    }

    public void Dispose() => _bytes.Dispose();
}
