using Microsoft.Win32.SafeHandles;

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
    private readonly SafeFileHandle _file;
    private readonly PooledBuffer _pending = new();
    private readonly ChunkWriter _chunks;
    private bool _mayHaveTornTail;

    private TransactionLogWriter(SafeFileHandle file, long length)
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
    public static TransactionLogWriter Create(string path)
    {
        var file = OpenNew(path);
        try
        {
            RandomAccess.Write(file, TransactionLogFormat.FileHeader, 0);
        }
        catch (IOException)
        {
            // Without its header the file is no log, and it would stand in the way of the next attempt.
            file.Dispose();
            File.Delete(path);
            throw;
        }

        return new TransactionLogWriter(file, TransactionLogFormat.FileHeaderBytes);
    }

    /// <summary>
    /// Opens a log to go on behind its first <paramref name="length"/> bytes, which must end with a whole record; the rest is cut off.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is no log, or shorter than that.</exception>
    public static TransactionLogWriter OpenForAppend(string path, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TransactionLogFormat.FileHeaderBytes);
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            CutTo(file, path, length);
            return new TransactionLogWriter(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Frames a record behind the last one, in memory.</summary>
    public void Append(ReadOnlySpan<byte> record)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Length, TransactionLogFormat.MaxRecordBytes, nameof(record));
        _chunks.Write(record);
    }

    /// <summary>
    /// Writes all that was appended, in one write to the operating system; <paramref name="toDisk"/> also makes it survive power loss.
    /// After an <see cref="IOException"/> everything is still pending: flush again, or <see cref="Discard"/>.
    /// </summary>
    public void Flush(bool toDisk)
    {
        if (_mayHaveTornTail)
            RandomAccess.SetLength(_file, FlushedPosition);

        _mayHaveTornTail = true;
        RandomAccess.Write(_file, _pending.WrittenSpan, FlushedPosition);
        if (toDisk)
            RandomAccess.FlushToDisk(_file); // after a failure the system may forget the pages: only a new write brings them back

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

    private static SafeFileHandle OpenNew(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"The transaction log '{path}' already exists. A log is never overwritten: choose another run id, or move the file.", exception);
        }
    }

    private static void CutTo(SafeFileHandle file, string path, long length)
    {
        Span<byte> header = stackalloc byte[TransactionLogFormat.FileHeaderBytes];
        var read = RandomAccess.Read(file, header, 0);
        if (!header[..read].SequenceEqual(TransactionLogFormat.FileHeader))
            throw new InvalidDataException($"'{path}' is not a W&B transaction log; nothing may be appended to it.");
        if (RandomAccess.GetLength(file) < length)
            throw new InvalidDataException($"The transaction log '{path}' is {RandomAccess.GetLength(file)} bytes long, shorter than the {length} that it must have.");

        RandomAccess.SetLength(file, length);
    }
}
