namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// Reads the records of a <c>.wandb</c> file, in order, also while another process writes it. Not thread-safe. Tolerates what the official
/// reader tolerates; memory is bounded by the largest record, never by what a damaged length claims.
/// </summary>
internal sealed class TransactionLogReader : IDisposable
{
    private readonly ChunkReader _chunks;
    private readonly PooledBuffer _record = new();
    private readonly int _maxRecordBytes;
    private bool _isHeaderRead;
    private bool _isResyncing;
    private long _next;

    /// <summary>Reads from a stream that can seek, which the reader then owns.</summary>
    public TransactionLogReader(Stream stream, int maxRecordBytes = TransactionLogFormat.MaxRecordBytes)
    {
        _chunks = new ChunkReader(stream);
        _maxRecordBytes = maxRecordBytes;
    }

    /// <summary>The file offset behind the last whole record; behind the header where none was read; 0 where that was not read either.</summary>
    public long Position { get; private set; }

    /// <summary>Nothing at or behind this file offset is looked at, as if the file ended there. The default is no limit.</summary>
    public long Limit
    {
        get => _chunks.Limit;
        set => _chunks.Limit = value;
    }

    /// <summary>What was wrong, after any outcome but <see cref="ReadOutcome.Record"/> and <see cref="ReadOutcome.End"/>.</summary>
    public LogProblem? Problem { get; private set; }

    /// <summary>Opens a log; others may write and even delete it meanwhile.</summary>
    public static TransactionLogReader Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));

    /// <summary>The bytes of a log, also by a link to it.</summary>
    public static long LengthOf(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return RandomAccess.GetLength(file);
    }

    /// <summary>Goes to where a record is known to begin, or behind the last one. The file's header is then not looked at.</summary>
    public void Seek(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TransactionLogFormat.FileHeaderBytes);
        _isHeaderRead = true;
        _isResyncing = false;
        _next = offset;
        Position = offset;
        _chunks.Seek(offset);
    }

    /// <summary>
    /// Reads the next record. Its memory is valid until the next read. An <see cref="IOException"/> of the stream passes through and leaves
    /// the reader where it was.
    /// </summary>
    public ReadOutcome Read(out ReadOnlyMemory<byte> record)
    {
        record = default;
        Problem = null;
        _record.Clear();
        var isDone = false;
        try
        {
            var outcome = _isHeaderRead ? ReadOutcome.Record : ReadHeader();
            if (outcome == ReadOutcome.Record)
                outcome = ReadRecord(out record);
            isDone = outcome == ReadOutcome.Record;
            return outcome;
        }
        finally
        {
            // A tail may be rewritten before it is read again, so nothing of it is kept.
            if (!isDone)
                _chunks.Seek(_next);
        }
    }

    public void Dispose()
    {
        _chunks.Dispose();
        _record.Dispose();
    }

    private ReadOutcome ReadHeader()
    {
        if (!_chunks.TryReadHeader(out var failure))
            return Fail(failure, _chunks.Problem);

        _isHeaderRead = true;
        _next = _chunks.Offset;
        Position = _next;
        return ReadOutcome.Record;
    }

    private ReadOutcome ReadRecord(out ReadOnlyMemory<byte> record)
    {
        record = default;
        var isInside = false;
        while (true)
        {
            if (!_chunks.TryRead(out var chunk, out var failure))
            {
                if (!_isResyncing || failure != ReadOutcome.Damage)
                    return FailAfter(failure, isInside);
                Resync(_chunks.Offset);
                continue;
            }

            switch (chunk.Type)
            {
                case ChunkType.Zeros when !isInside:
                    _chunks.SkipBlockOf(chunk.Offset);
                    break;
                case ChunkType.Middle or ChunkType.Last when _isResyncing:
                    break; // what is left of the damaged record
                case ChunkType.Full when !isInside:
                    record = chunk.Payload;
                    return Complete();
                case ChunkType.First when !isInside:
                    isInside = true;
                    _isResyncing = false;
                    _next = chunk.Offset;
                    _record.Write(chunk.Payload.Span);
                    break;
                case ChunkType.Middle or ChunkType.Last when isInside:
                    if (_record.Length + chunk.Payload.Length > _maxRecordBytes)
                        return Damaged(new LogProblem(chunk.Offset, $"a record is longer than {_maxRecordBytes} bytes"));
                    _record.Write(chunk.Payload.Span);
                    if (chunk.Type == ChunkType.Middle)
                        break;
                    record = _record.WrittenMemory;
                    return Complete();
                default:
                    return Damaged(new LogProblem(chunk.Offset, $"a record {(isInside ? "goes on" : "begins")} with a chunk of type {chunk.Type}"));
            }
        }
    }

    private ReadOutcome Complete()
    {
        _isResyncing = false;
        _next = _chunks.Offset;
        Position = _next;
        return ReadOutcome.Record;
    }

    private ReadOutcome FailAfter(ReadOutcome failure, bool isInside) => failure switch
    {
        ReadOutcome.Damage => Damaged(_chunks.Problem!),
        ReadOutcome.End when isInside => Fail(ReadOutcome.TornTail, new LogProblem(_next, "a record is incomplete")),
        _ => Fail(failure, _chunks.Problem),
    };

    private ReadOutcome Damaged(LogProblem problem)
    {
        Resync(problem.Offset);
        return Fail(ReadOutcome.Damage, problem);
    }

    // The lengths behind a bad chunk cannot be trusted, but where the next block begins is sure.
    private void Resync(long badOffset)
    {
        _chunks.SkipBlockOf(badOffset);
        _next = _chunks.Offset;
        _isResyncing = true;
    }

    private ReadOutcome Fail(ReadOutcome outcome, LogProblem? problem)
    {
        Problem = problem;
        return outcome;
    }
}
