namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// Appends records to a <c>.wandb</c> file. One owner, not thread-safe. What is appended stays in memory until a
/// <see cref="Flush"/> has succeeded; closing the writer does not flush.
/// </summary>
/// <remarks>
/// Everything is written at explicit offsets, so a failed flush may be tried again, however much of it had reached the file.
/// </remarks>
internal sealed class TransactionLogWriter : IDisposable
{
    private ILogFile _file;
    private readonly PooledBuffer _pending = new();
    private readonly ChunkWriter _chunks;
    private bool _mayHaveTornTail;

    /// <summary>Goes on behind the last whole record of a file of this length, which the writer then owns.</summary>
    public TransactionLogWriter(ILogFile file, long length)
    {
        _file = file;
        _chunks = new ChunkWriter(_pending, length);
        FlushedPosition = length;
    }

    /// <summary>The file offset behind everything that was appended.</summary>
    public long Position => _chunks.Offset;

    /// <summary>The file offset behind everything that was flushed.</summary>
    public long FlushedPosition { get; private set; }

    /// <summary>
    /// Creates a log and writes its header at once, so that a reader may open it. An existing file is an <see cref="IOException"/>: to
    /// overwrite somebody's log would lose a run.
    /// </summary>
    public static TransactionLogWriter Create(string path) => new(LogFile.Create(path), TransactionLogFormat.FileHeaderBytes);

    /// <summary>
    /// Opens a log to go on behind its first <paramref name="length"/> bytes, which must end with a whole record; the rest is cut off.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is no log, or shorter than that; it is left as it is.</exception>
    public static TransactionLogWriter OpenForAppend(string path, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TransactionLogFormat.FileHeaderBytes);
        return new TransactionLogWriter(LogFile.OpenCut(path, length), length);
    }

    /// <summary>Whether the log is still what is at this path.</summary>
    public bool IsAt(string path) => _file.IsAt(path);

    /// <summary>Makes the log anew at a path where there is none, of all that was flushed, and goes on there.</summary>
    public void MoveTo(string path)
    {
        var copy = LogFile.CreateCopy(path, _file, FlushedPosition);
        _file.Dispose();
        _file = copy;
        _mayHaveTornTail = false;
    }

    /// <summary>Frames a record behind the last one, in memory.</summary>
    public void Append(ReadOnlySpan<byte> record)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Length, TransactionLogFormat.MaxRecordBytes, nameof(record));
        _chunks.Write(record);
    }

    /// <summary>Frames all records of a batch, likewise.</summary>
    public void Append(EncodedBatch batch)
    {
        _pending.Reserve(ChunkWriter.RoomFor(batch.RecordBytes, batch.Count));
        foreach (var record in batch)
            Append(record);
    }

    /// <summary>
    /// Writes all that was appended, in one write to the operating system; <paramref name="toDisk"/> also makes it survive power loss.
    /// After an <see cref="IOException"/> everything is still pending: flush again, or <see cref="Discard"/>.
    /// </summary>
    public void Flush(bool toDisk)
    {
        if (_mayHaveTornTail)
            _file.SetLength(FlushedPosition);

        _mayHaveTornTail = true;
        _file.Write(_pending.WrittenSpan, FlushedPosition);
        if (toDisk)
            _file.FlushToDisk(); // when this fails, the system may forget the pages: only writing them again brings them back

        _mayHaveTornTail = false;
        FlushedPosition = Position;
        _pending.Clear();
    }

    /// <summary>Forgets what was appended since the last successful flush.</summary>
    public void Discard()
    {
        _pending.Clear();
        _chunks.Rewind(FlushedPosition);
    }

    /// <summary>Closes the file. What was not flushed is lost.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _pending.Dispose();
    }
}
