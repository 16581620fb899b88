namespace WandbActors.Persistence.TransactionLog;

/// <summary>What a log is written to: bytes at offsets. Every member may throw <see cref="IOException"/>, also after part of its work.</summary>
internal interface ILogFile : IDisposable
{
    /// <summary>Reads what is there from an offset on; returns how many bytes that were, 0 at the end.</summary>
    int Read(Span<byte> bytes, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Makes what was written survive power loss.</summary>
    void FlushToDisk();

    /// <summary>Whether the file at this path is this one, as far as its length tells: somebody may have removed or replaced it since it was opened.</summary>
    bool IsAt(string path);
}
