using Microsoft.Extensions.Time.Testing;
using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// What a run's actors do to its stores, one step after the other on one thread: the real ring, assembler and writer. Killing it leaves the
/// files as they are at that moment.
/// </summary>
internal sealed class LoggingProcess
{
    private static readonly DateTimeOffset Start = new(2026, 8, 21, 10, 15, 0, TimeSpan.Zero);

    private readonly StoreFiles _files;
    private readonly SentLines _sent;
    private readonly RowBuffer _buffer;
    private readonly CallMaker _calls;
    private readonly List<HalfWrittenItem> _halfWritten = [];
    private StepAssembler _assembler;
    private Batch? _ready;
    private Batch? _writing;
    private bool _isAppended;
    private long _tail;
    private TornLogFile? _logFile;
    private TransactionLogWriter? _log;

    public LoggingProcess(StoreFiles files, SentLines sent, ExpectedLog expected)
    {
        var time = new FakeTimeProvider(Start);
        _files = files;
        _sent = sent;
        var settings = new RowBufferSettings { Directory = files.Ring, RingBytes = 64 * 1024, KeyTableBytes = 4096, MaxWait = TimeSpan.Zero };
        _buffer = RowBuffer.Create(settings, files.LogGuid, files.Log, time, () => { });
        _assembler = new StepAssembler(new RunClock(Start.UtcTicks), startingStep: 0, new MetricSampler());
        _buffer.NoteRelease(new RingMark(0, 0, _assembler.State));
        _calls = new CallMaker(_buffer, time, expected);
        _calls.Open();
    }

    public void Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.ClaimPlace:
                ClaimPlace(step.Size);
                break;
            case StepKind.Assemble when _ready is null:
                _buffer.MakeRoom();
                _ready = Batch.Assemble(_buffer.Reader, _assembler, 1 + (step.Size % 32));
                break;
            case StepKind.NoteIntent when _writing is null && _ready is not null:
                NoteIntent();
                break;
            case StepKind.AppendPart when _writing is not null && !_isAppended:
                AppendPart(step.Size);
                break;
            case StepKind.AppendAll when _writing is not null && !_isAppended:
                _writing.AppendTo(_log!);
                _isAppended = true;
                break;
            case StepKind.NoteRelease when _isAppended:
                NoteRelease();
                break;
            case StepKind.Send:
                _sent.SendUpTo(_buffer.ReadMarks().Release.LogOffset, _files.Log);
                break;
            case StepKind.Restart:
                Restart();
                break;
            default:
                _calls.Do(step);
                break;
        }
    }

    /// <summary>Ends it: what is in memory is gone, and the ring is as it was at this moment, half-written items and all.</summary>
    public void Kill()
    {
        DropBatches();
        var ring = File.ReadAllBytes(_buffer.Path!);
        _halfWritten.ForEach(item => item.Finish());
        _buffer.Dispose();
        File.WriteAllBytes(_buffer.Path!, ring);
    }

    private void ClaimPlace(int size)
    {
        if (HalfWrittenItem.Write(_buffer, _tail, _calls.AppendUnanswered, size) is { } item)
            _halfWritten.Insert(0, item);
    }

    private void NoteIntent()
    {
        (_writing, _ready) = (_ready, null);
        _log ??= OpenLog();
        _buffer.NoteIntent(_writing!.MarkAt(_log.Position));
    }

    private TransactionLogWriter OpenLog()
    {
        var released = _buffer.ReadMarks().Release.LogOffset;
        var length = Math.Max(released, TransactionLogFormat.FileHeaderBytes);
        _logFile = new TornLogFile(File.Exists(_files.Log) ? LogFile.OpenCut(_files.Log, length) : LogFile.Create(_files.Log));
        return new TransactionLogWriter(_logFile, length);
    }

    private void AppendPart(byte part)
    {
        _logFile!.TornAt = part;
        Assert.Throws<IOException>(() => _writing!.AppendTo(_log!));
        _log!.Discard();
    }

    private void NoteRelease()
    {
        var mark = _writing!.MarkAt(_log!.Position);
        _buffer.NoteRelease(mark);
        _tail = mark.Position;
        _writing.Dispose();
        (_writing, _isAppended) = (null, false);
    }

    private void Restart()
    {
        DropBatches();
        var release = _buffer.ReadMarks().Release;
        _buffer.Reader.Seek(release.Position);
        _assembler = new StepAssembler(new MetricSampler(), release.State, WrittenRows.In(_files.Log, release.LogOffset));
    }

    private void DropBatches()
    {
        _log?.Dispose();
        _ready?.Dispose();
        _writing?.Dispose();
        (_log, _ready, _writing, _isAppended) = (null, null, null, false);
    }
}
