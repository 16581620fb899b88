using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using WandbActors.Actors.Recovering;
using WandbActors.Persistence;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Reads a log from its start and says what its records mean for the server. Records that the server has, by the bookmark, are read
/// too, since summary, config and console are what all records add up to; but they send no lines. Owned by the upload pipeline, which runs on
/// one thread at a time and disposes of it when it has ended.
/// </summary>
internal sealed class LogTail : IDisposable
{

    private readonly UploadJob _job;
    private readonly UploadBookmark _bookmark;
    private readonly RunReplay _replay;
    private readonly RunFiles _files;
    private readonly OutputLog _output;
    private readonly HistoryRows _rows;
    private readonly LostParts _lost;
    private LogOrder? _order; // the newest
    private TransactionLogReader? _reader; // from when there is something to be read
    private long _records;
    private UploadBatch? _filling; // of a batch that is not due yet
    private bool _isAtEnd;
    private long _historyMarkers;
    private bool _isEnvironmentNew;
    private bool _hasBegun;
    private int? _laterExitCode;
    private bool _hasEnded;

    public LogTail(UploadJob job, UploadBookmark bookmark)
    {
        _job = job;
        _bookmark = bookmark;
        _replay = new RunReplay(OwnVersion.Text, job.IsSync);
        _files = new RunFiles(job.FilesDirectory);
        _output = new OutputLog(job.FilesDirectory);
        _rows = new HistoryRows(job.Limits);
        _lost = new LostParts(job.LogPath);
    }

    private TransactionLogReader Reader => _reader ??= TransactionLogReader.Open(_job.LogPath);

    private bool IsKnownToServer => _records <= _bookmark.RecordNumber;

    /// <summary>How far the log may be read from now on. Any thread.</summary>
    public void Order(LogOrder order) => Volatile.Write(ref _order, order);

    /// <summary>
    /// One ask for each batch that there is. The stream takes one more than it needs, so it is no batch yet: what nobody has asked for stays in the
    /// log.
    /// </summary>
    public IEnumerable<object> Asks()
    {
        for (_isAtEnd = false; !_isAtEnd;)
            yield return this;
    }

    /// <summary>
    /// The next batch: as much of the log as one request takes, or what there is; none at the end. Those records before the run record and that
    /// one are one batch, since nothing can be sent before the run is known. Stops there until it is known what the log builds upon.
    /// </summary>
    public IEnumerable<UploadBatch> Read()
    {
        var order = Volatile.Read(ref _order)!;
        if (order.Beginning is { } beginning)
            Begin(beginning);
        if (Fill(order.Grown) is { } batch)
            yield return batch;
        else
            _isAtEnd = true;
    }

    /// <summary>Adds to a batch what is sent as it is now, not record by record.</summary>
    public UploadBatch Seal(UploadBatch batch)
    {
        _output.Append(_replay.Console.Lines, isLast: batch.IsEnd);
        var sealing = batch with
        {
            Lines = batch.Lines.Merge(Make(TakeSummary, FileStreamRequest.Empty)).Merge(TakeConsole()),
            Files = batch.Files.AddRange(Make(TakeMetadata, [])).AddRange(batch.IsEnd ? Make(FilesAtEnd, []) : []),
            Upsert = Make(() => RunUpserts.TakeFrom(_replay), null),
        };
        if (_laterExitCode is not null)
            sealing = sealing with { Lines = sealing.Lines with { Summary = default }, Files = batch.Files, Upsert = null, ExitCode = batch.IsEnd ? _laterExitCode : null };
        return sealing with { Problems = batch.Problems.AddRange(_lost.Take(isLast: batch.IsEnd)) };
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _rows.Dispose();
        _output.Dispose();
    }

    // Below the records that have been read: the one that says what run this is, and what some writers put before it.
    private void Begin(LogBeginning beginning)
    {
        if (_hasBegun)
            return;

        (_hasBegun, _laterExitCode) = (true, beginning.LaterExitCode);
        if (beginning.SoFar is { } soFar)
            _replay.GoOnFrom(soFar);
        _output.Begin(beginning);
    }

    private UploadBatch? Fill(LogGrown grown)
    {
        while ((_hasBegun || _replay.Run.Fields is null) && Next(grown) is { } step)
        {
            // The weight of one record may exceed a request's, and then it goes alone.
            var filled = _filling?.Lines.Bytes + step.Lines.Bytes > _job.Limits.MaxRequestBytes ? _filling : null;
            _filling = filled is null ? _filling?.Merge(step) ?? step : step;
            if (filled is not null)
                return filled;
        }

        if (_filling is null || (_replay.Run.Fields is null && !_filling.IsEnd))
            return null;

        var rest = _filling;
        _filling = null;
        return rest;
    }

    private UploadBatch? Next(LogGrown grown)
    {
        if (_hasEnded || grown.Offset == 0)
            return null;

        Reader.Limit = grown.Offset;
        var outcome = Reader.Read(out var bytes);
        while (outcome == ReadOutcome.Record && TryAddRow(bytes.Span, grown))
        {
            if (_rows.IsFull)
                return TakeRows();
            outcome = Reader.Read(out bytes);
        }

        var rows = TakeRows();
        var step = outcome switch
        {
            ReadOutcome.Record => Read(bytes.Span),
            ReadOutcome.Damage => Damaged(Reader.Problem!),
            _ when Reader.Position < grown.Offset && !_job.IsSync => throw new IOException(
                $"{_job.LogPath} ends at {Reader.Position} and not at {grown.Offset}: it was made anew, and is opened again."),
            _ => grown.IsComplete ? Interrupted() : null,
        };
        return rows is null || step is null ? step ?? rows : rows.Merge(step);
    }

    private bool TryAddRow(ReadOnlySpan<byte> bytes, LogGrown grown)
    {
        var isKnown = _records + 1 <= _bookmark.RecordNumber;
        if (!_rows.TryAdd(bytes, isKnown, grown.Offset - Reader.Position))
            return false;

        _records++;
        return true;
    }

    private UploadBatch? TakeRows() =>
        _rows.HasAny ? NewBatch() with { Lines = new FileStreamRequest { History = _rows.Take() } } : null;

    private UploadBatch Read(ReadOnlySpan<byte> bytes)
    {
        _records++;
        try
        {
            var record = Record.Parser.ParseFrom(bytes);
            if (record.Run is { } run)
                record.Run = _job.Rewrite.Of(run);
            return Step(record) with { HistoryMarkers = _historyMarkers };
        }
        catch (InvalidProtocolBufferException problem)
        {
            return Damaged(new LogProblem(Reader.Position, $"record {_records} cannot be read ({problem.Message})"));
        }
        catch (Exception problem)
        {
            _lost.Add($"record {_records}", problem.Message);
            return NewBatch();
        }
    }

    private UploadBatch Step(Record record)
    {
        var batch = NewBatch();
        switch (_replay.Apply(record))
        {
            case ReplayEffect.HistoryLine line:
                var history = HistoryLineOf(line);
                return IsKnownToServer ? batch : batch with { Lines = new FileStreamRequest { History = LineList.Of(history) } };
            case ReplayEffect.EventsLine line when !IsKnownToServer:
                return batch with { Lines = new FileStreamRequest { Events = LineList.Of(LineOf(SendableLine.Of(line))) } };
            case ReplayEffect.AlertRaised alert when !IsKnownToServer:
                return batch with { Alerts = [Alert(alert.Alert)] };
            case ReplayEffect.ArtifactLogged logged when !IsKnownToServer:
                return batch with { Artifacts = [new ArtifactErrand.Log(logged.Artifact)] };
            case ReplayEffect.ArtifactUsed used when !IsKnownToServer:
                return batch with { Artifacts = [new ArtifactErrand.Use(used.Artifact)] };
            case ReplayEffect.Preempting when !IsKnownToServer:
                return batch with { Lines = new FileStreamRequest { Preempting = true } };
            case ReplayEffect.FilesNamed named:
                return batch with { Files = _files.TakeNow(named.Files) };
            case ReplayEffect.EnvironmentChanged:
                _isEnvironmentNew = true;
                return batch;
            case ReplayEffect.Exited exited:
                _hasEnded = true;
                return batch with { IsEnd = true, ExitCode = exited.IsComplete ? exited.ExitCode : null };
            default:
                return batch;
        }
    }

    private UploadBatch NewBatch() => new() { LastRecord = _records, LogOffset = Reader.Position, HistoryMarkers = _historyMarkers };

    // Markers are counted in what the server has, too: so a restart counts on where the uploader before it was.
    private ReadOnlyMemory<byte> HistoryLineOf(ReplayEffect.HistoryLine history)
    {
        var sendable = SendableLine.Of(history);
        if (sendable.Problem is not null || sendable.Line.Length > _job.Limits.MaxLineBytes)
            _historyMarkers++;
        return LineOf(sendable);
    }

    private ReadOnlyMemory<byte> LineOf(SendableLine sendable)
    {
        if (sendable.Problem is { } problem)
            _lost.Add($"the row in record {_records}", problem);
        return sendable.Line;
    }

    private T Make<T>(Func<T> make, T instead) => _lost.Make($"what the run is after record {_records}", make, instead);

    private FileStreamRequest TakeSummary() =>
        _replay.Summary.IsChanged ? new FileStreamRequest { Summary = _replay.Summary.TakeLine() } : FileStreamRequest.Empty;

    private FileStreamRequest TakeConsole()
    {
        var changed = _replay.Console.Lines.TakeChanges();
        return IsKnownToServer
            ? FileStreamRequest.Empty
            : new FileStreamRequest { Console = changed.ToImmutableSortedDictionary(line => (long)line.Number, Utf8) };
    }

    private ImmutableArray<RunFile> TakeMetadata()
    {
        var isNew = _isEnvironmentNew && _replay.Environment.IsKnown;
        _isEnvironmentNew = false;
        return isNew ? [new RunFile("wandb-metadata.json", Encoding.UTF8.GetBytes(_replay.Environment.ToMetadata()))] : [];
    }

    private UploadBatch Interrupted()
    {
        _hasEnded = true;
        var ended = NewBatch() with { IsEnd = true, IsOpenEnded = true, ExitCode = RunRecovery.ExitCode };
        return Reader.Problem is { } problem
            ? ended with { Problems = [$"{_job.LogPath} ends too early: {problem}. What comes before it is sent."] }
            : ended;
    }

    private UploadBatch Damaged(LogProblem problem) => NewBatch() with
    {
        Problems = [$"{_job.LogPath} is damaged: {problem}. What follows the damage is sent."],
    };

    private ImmutableArray<RunFile> FilesAtEnd() =>
    [
        .. Make<ImmutableArray<RunFile>>(() => [new RunFile("config.yaml", Encoding.UTF8.GetBytes(_replay.Config.ToYaml()))], []),
        new RunFile("wandb-summary.json", _replay.Summary.ToUtf8()),
        .. _output.HasText ? [new RunFile(_output.FileName)] : Array.Empty<RunFile>(),
        .. Make(() => _files.AtEnd().ToImmutableArray(), []),
    ];

    private static RunAlert Alert(AlertRecord alert) =>
        new(alert.Title, alert.Text, alert.Level.Length > 0 ? alert.Level : "INFO", TimeSpan.FromMilliseconds(alert.WaitDuration));

    private static ReadOnlyMemory<byte> Utf8(ConsoleLine line) => Encoding.UTF8.GetBytes(line.ToPlain());
}
