using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using WandbActors.Actors.Recovering;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Reads a log from its start and says what its records mean for the server. Records that the server has, by the bookmark, are read
/// too, since summary, config and console are what all records add up to; but they send no lines. Logs of other programs may hold
/// anything: what cannot be replayed is set aside and said once, since it would fail again after every restart. Owned by the upload
/// pipeline, which runs on one thread at a time and disposes of it when it has ended.
/// </summary>
internal sealed class LogTail : IDisposable
{
    private static readonly string Version = typeof(LogTail).Assembly.GetName().Version!.ToString(3);

    private readonly UploadJob _job;
    private readonly UploadBookmark _bookmark;
    private readonly RunReplay _replay;
    private readonly RunFiles _files;
    private readonly OutputLog _output;
    private readonly HistoryRows _rows;
    private readonly List<string> _problems = []; // of the batch that is being made
    private TransactionLogReader? _reader; // from when there is something to be read
    private long _records;
    private UploadBatch? _opening;
    private long _historyMarkers;
    private long _setAside;
    private bool _isEnvironmentNew;
    private bool _hasBegun;
    private int? _laterExitCode;
    private bool _hasEnded;

    public LogTail(UploadJob job, UploadBookmark bookmark)
    {
        _job = job;
        _bookmark = bookmark;
        _replay = new RunReplay(Version, job.IsSync);
        _files = new RunFiles(job.FilesDirectory);
        _output = new OutputLog(job.FilesDirectory);
        _rows = new HistoryRows(job.Limits);
    }

    private TransactionLogReader Reader => _reader ??= TransactionLogReader.Open(_job.LogPath);

    private bool IsKnownToServer => _records <= _bookmark.RecordNumber;

    /// <summary>
    /// The records up to there, step by step: rows that follow each other, with what comes behind them. Those before the run record and that one
    /// are one batch, since nothing can be sent before the run is known. Stops there until it is known what the log builds upon, later only when nobody asks for more.
    /// </summary>
    public IEnumerable<UploadBatch> ReadTo(LogOrder order)
    {
        if (order.Beginning is { } beginning)
            Begin(beginning);
        while ((_hasBegun || _replay.Run.Fields is null) && Next(order.Grown) is { } step)
        {
            var batch = _opening is null ? step : _opening.Merge(step);
            var isHeld = _replay.Run.Fields is null && !batch.IsEnd;
            _opening = isHeld ? batch : null;
            if (!isHeld)
                yield return batch;
        }
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
        if (batch.IsEnd && _setAside > 1)
            _problems.Add($"{_setAside} things in {_job.LogPath} could not be sent; the first has been named.");
        if (_laterExitCode is not null)
            sealing = sealing with { Lines = sealing.Lines with { Summary = default }, Files = batch.Files, Upsert = null, ExitCode = batch.IsEnd ? _laterExitCode : null };
        return sealing with { Problems = batch.Problems.AddRange(TakeProblems()) };
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
            SetAside($"record {_records}", problem.Message);
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
            SetAside($"the row in record {_records}", problem);
        return sendable.Line;
    }

    private void SetAside(string what, string problem)
    {
        if (_setAside++ == 0)
            _problems.Add($"{_job.LogPath}: {what} cannot be sent ({problem}). Everything else is.");
    }

    private T Make<T>(Func<T> make, T instead)
    {
        try
        {
            return make();
        }
        catch (Exception problem)
        {
            SetAside($"what the run is after record {_records}", problem.Message);
            return instead;
        }
    }

    private ImmutableArray<string> TakeProblems()
    {
        ImmutableArray<string> problems = [.. _problems];
        _problems.Clear();
        return problems;
    }

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
        var ended = NewBatch() with { IsEnd = true, ExitCode = RunRecovery.ExitCode };
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
