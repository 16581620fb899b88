using WandbActors.Persistence.TransactionLog;

namespace WandbActors.TestKit;

/// <summary>A run's log on a simulated disk: a real file to which writing fails when the disk says so.</summary>
/// <param name="file">The file.</param>
/// <param name="meet">Says what the disk does to a write; asked once for each.</param>
internal sealed class FaultyLogFile(ILogFile file, Func<DiskFault?> meet) : ILogFile
{
    public int Read(Span<byte> bytes, long offset) => file.Read(bytes, offset);

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var fault = meet();
        if (fault?.Refusal is { } refusal)
        {
            file.Write(fault.WritesNothing ? [] : bytes[..(bytes.Length / 2)], offset);
            throw new IOException(refusal);
        }

        file.Write(bytes, offset);
    }

    // A disk that is full can cut a file; one that is read-only cannot.
    public void SetLength(long length)
    {
        if (meet() is { Refusal: { } refusal, WritesNothing: true })
            throw new IOException(refusal);

        file.SetLength(length);
    }

    public void FlushToDisk()
    {
        if (meet()?.Refusal is { } refusal)
            throw new IOException(refusal);

        file.FlushToDisk();
    }

    public bool IsAt(string path) => file.IsAt(path);

    public void Dispose() => file.Dispose();
}
