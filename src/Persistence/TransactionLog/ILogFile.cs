namespace WandbActors.Persistence.TransactionLog;

/// <summary>What a log is written to: bytes at offsets. Every member may throw <see cref="IOException"/>, also after part of its work.</summary>
internal interface ILogFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Makes what was written survive power loss.</summary>
    void FlushToDisk();
}
