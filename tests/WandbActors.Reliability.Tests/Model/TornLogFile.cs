using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>A log's file of which a write may reach the disk only in part, as when the process is killed in the middle of it.</summary>
internal sealed class TornLogFile(LogFile file) : ILogFile
{
    /// <summary>How much of the next write reaches the file, of 256 parts; then it fails. Null: all of it.</summary>
    public int? TornAt { get; set; }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (TornAt is not { } part)
        {
            file.Write(bytes, offset);
            return;
        }

        file.Write(bytes[..(bytes.Length * part / 256)], offset);
        TornAt = null;
        throw new IOException("torn");
    }

    public int Read(Span<byte> bytes, long offset) => file.Read(bytes, offset);

    public bool IsAt(string path) => file.IsAt(path);

    public void SetLength(long length) => file.SetLength(length);

    public void FlushToDisk()
    {
    }

    public void Dispose() => file.Dispose();
}
