using Akka.Actor;
using Akka.Event;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Deferring;
using WandbActors.Actors.Uploading;
using WandbActors.Actors.Writing;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Assembling.BufferProtocol;
using static WandbActors.Actors.Deferring.DeferredProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;
using static WandbActors.Actors.Writing.FileWriterProtocol;

namespace WandbActors.Actors;

/// <summary>
/// A run's hub. Rows do not pass through it: it drains the ring by batches (BufferActor makes one while FileWriterActor appends the one
/// before), tells the uploader how far the log goes, and answers the public protocol. Between two rows far apart it sleeps; the ring
/// wakes it.
/// </summary>
internal sealed class RunActor : ReceiveActor, IWithTimers
{
    private readonly RunSession _session;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly FlushQueue _flushes = new();
    private readonly List<IActorRef> _finishAskers = [];
    private readonly IActorRef _writer;
    private readonly IActorRef _uploader;
    private IActorRef _buffer;
    private IActorRef _deferred = ActorRefs.Nobody;
    private AssembledBatch? _ready;
    private AssemblerCounts _counts;
    private UploadProgressed _sent = new(0, 0, 0);
    private UploadState _upload;
    private string? _problem;
    private int? _exitCode;
    private bool _isAssembling;
    private bool _isWriting;
    private bool _isDraining;
    private bool _isLogComplete;
    private bool _hasFinished;
    private bool _isOverdue;
    private bool _isRestarting;
    private long _logOffset;
    private long _flushAssembled;
    private long _flushSyncing;
    private int _emptyDrains;

    public RunActor(RunSession session)
    {
        _session = session;
        _buffer = CreateBuffer();
        _writer = Context.ActorOf(FileWriterActor.PropsFor(session), "file-writer");
        _uploader = session.UploadJob is { } job ? Context.ActorOf(UploaderActor.SupervisedPropsFor(job, Self), "uploader") : ActorRefs.Nobody;
        _upload = session.Target is null ? UploadState.Offline : UploadState.Active;

        Receive<DrainRing>(_ => Drain());
        Receive<BatchAssembled>(Handle);
        Receive<NothingBuffered>(Handle);
        Receive<BatchAppended>(Handle);
        Receive<AppendStalled>(stalled => Warn(stalled.Reason));
        Receive<LogSynced>(Handle);
        Receive<Terminated>(Handle);

        Receive<LogRow>(Handle);
        Receive<FlushRun>(Handle);
        Receive<FinishRun>(Handle);
        Receive<ServerOverdue>(_ => GiveUpServer());
        Receive<FinishOverdue>(_ => Finish());
        Receive<GetRunStatus>(_ => Sender.Tell(Status()));
        Receive<MaterialiseValue>(Handle);

        Receive<UploaderReady>(_ => Sender.Tell(new LogGrown(_logOffset, _isLogComplete)));
        Receive<RunRegistered>(registered => Upload(UploadState.Active, null));
        Receive<UploadProgressed>(Handle);
        Receive<UploadWaiting>(waiting => Upload(UploadState.Waiting, waiting.Reason));
        Receive<UploadStopped>(Handle);
        Receive<UploadCompleted>(_ => Handle(UploadState.Complete));
        Receive<Remark>(remark => Warn(remark.Text));
        Receive<StopAsked>(_ => _session.RequestStop());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(RunSession session) =>
        Props.Create(() => new RunActor(session)).WithDispatcher(Settings.WandbSettings.RunDispatcher);

    protected override void PreStart() => Self.Tell(DrainRing.Instance);

    protected override void PreRestart(Exception reason, object message)
    {
        _isRestarting = true;
        base.PreRestart(reason, message);
    }

    // All children have stopped by now, so that nobody reads the ring any more. A restart passes here too, and keeps it.
    protected override void PostStop()
    {
        _ready?.Dispose();
        _flushes.FailAll("the run has ended");
        if (!_isRestarting)
            _session.End(_hasFinished ? Status() : Status() with { Problem = "The actor system ended before the run was finished." });
    }

    // The buffer's state is in the ring: a new actor from the newest release mark does what the old one would have done. A restart in
    // place would not know which batches are still on their way to the log.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ =>
        Sender.Equals(_buffer) ? Directive.Stop : Directive.Restart);

    private IActorRef CreateBuffer() => Context.Watch(Context.ActorOf(BufferActor.PropsFor(_session)));

    private void Drain()
    {
        if (!_isDraining)
        {
            _isDraining = true;
            _emptyDrains = 0;
            Timers.StartPeriodicTimer(nameof(DrainRing), DrainRing.Instance, _session.Settings.Buffer.DrainInterval);
        }

        Assemble();
    }

    // One batch is being made while at most one other is being written: a third waits for neither.
    private void Assemble()
    {
        if (_isAssembling || _ready is not null || _isLogComplete || _buffer.IsNobody())
            return;

        _isAssembling = true;
        _buffer.Tell(_exitCode is { } exitCode ? new AssembleEnd(exitCode) : new AssembleBatch(_flushes.Wanted));
    }

    private void Handle(BatchAssembled assembled)
    {
        _isAssembling = false;
        _emptyDrains = 0;
        if (_isWriting)
            _ready = assembled.Batch;
        else
            Write(assembled.Batch);
    }

    private void Write(AssembledBatch batch)
    {
        _isWriting = true;
        _writer.Tell(new AppendBatch(batch));
        if (batch.IsFull || _exitCode is not null && !batch.IsEnd)
            Assemble();
    }

    private void Handle(BatchAppended appended)
    {
        _isWriting = false;
        _logOffset = appended.LogOffset;
        _counts = appended.Batch.Counts;
        _isLogComplete = appended.Batch.IsEnd;
        _flushAssembled = Math.Max(_flushAssembled, appended.Batch.Flush);
        _uploader.Tell(new LogGrown(_logOffset, _isLogComplete));
        if (_upload is not (UploadState.Waiting or UploadState.Stopped))
            _problem = null;

        if (_buffer.IsNobody())
            _buffer = CreateBuffer();
        if (_ready is { } next)
        {
            _ready = null;
            Write(next);
        }

        SyncFlushes();
        if (_isLogComplete)
            CompleteLog();
    }

    private void Handle(NothingBuffered nothing)
    {
        _isAssembling = false;
        _flushAssembled = Math.Max(_flushAssembled, nothing.Flush);
        SyncFlushes();
        if (nothing.AwaitsDeferred || ++_emptyDrains < _session.Settings.Buffer.ParkAfterEmptyDrains || !_session.Buffer.TryPark())
            return;

        _isDraining = false;
        Timers.Cancel(nameof(DrainRing));
    }

    private void SyncFlushes()
    {
        if (_isWriting || _ready is not null || _flushAssembled == 0 || _flushSyncing != 0)
            return;

        _flushSyncing = _flushAssembled;
        _flushAssembled = 0;
        _writer.Tell(new SyncLog());
    }

    private void Handle(LogSynced synced)
    {
        _flushes.OnDisk(_flushSyncing, _logOffset, synced.Problem);
        _flushSyncing = 0;
        if (_upload == UploadState.Offline)
            _flushes.OnServer(_logOffset); // the log is as far as it goes
        if (_upload == UploadState.Stopped)
            _flushes.FailServer(_problem ?? "uploading has stopped");
        if (_flushes.WaitsForServer)
        {
            _uploader.Tell(new HurryUpload());
            _flushes.OnServer(_sent.Offset);
        }

        SyncFlushes();
    }

    private void Handle(Terminated terminated)
    {
        if (!terminated.ActorRef.Equals(_buffer))
            return;

        // What the writer has at hand will still move the release mark that the new one starts from.
        _ready?.Dispose();
        _ready = null;
        _isAssembling = false;
        _buffer = _isWriting ? ActorRefs.Nobody : CreateBuffer();
    }

    private void Handle(LogRow row)
    {
        (string, MetricValue)[] values = row.Values.IsDefault ? [] : [.. row.Values.Select(value => (value.Key, value.Value))];
        var outcome = _session.Buffer.Append(values, row.Step, row.Commit ?? row.Step is null, mayWait: false);
        if (outcome != AppendOutcome.Accepted)
            Sender.Tell(new RowRefused(Describe(outcome)));
    }

    private void Handle(FlushRun flush)
    {
        _flushes.Add(Sender, flush.Target);
        Drain();
    }

    private void Handle(MaterialiseValue value)
    {
        if (_deferred.IsNobody())
            _deferred = Context.ActorOf(DeferredTensorActor.PropsFor(), "deferred");
        _deferred.Forward(value);
    }

    private void Handle(FinishRun finish)
    {
        _finishAskers.Add(Sender);
        if (_exitCode is not null)
            return;

        _session.Buffer.Close();
        _exitCode = finish.ExitCode;
        StartTimer(ServerOverdue.Instance, _session.FinishTimeout);
        StartTimer(FinishOverdue.Instance, _session.FinishBound);
        Drain();
    }

    private void StartTimer(object message, TimeSpan delay)
    {
        if (delay != Timeout.InfiniteTimeSpan)
            Timers.StartSingleTimer(message, message, delay);
    }

    // The log comes first: a run without an end in its log could not be sent later as what it was.
    private void GiveUpServer()
    {
        _isOverdue = true;
        if (_isLogComplete)
            Finish();
    }

    private void CompleteLog()
    {
        Timers.Cancel(nameof(DrainRing));
        _writer.Tell(new SyncLog());
        _uploader.Tell(new HurryUpload());
        if (_isOverdue || _upload is UploadState.Offline or UploadState.Stopped)
            Finish();
    }

    private void Handle(UploadProgressed progressed)
    {
        _sent = progressed;
        _flushes.OnServer(progressed.Offset);
        if (_upload == UploadState.Waiting)
            Upload(UploadState.Active, null);
    }

    private void Handle(UploadStopped stopped)
    {
        Warn(stopped.Reason);
        _flushes.FailServer(stopped.Reason);
        Handle(UploadState.Stopped);
    }

    private void Handle(UploadState end)
    {
        _upload = end;
        if (_isLogComplete)
            Finish();
    }

    private void Upload(UploadState state, string? problem)
    {
        _upload = state;
        if (problem is not null)
            Warn(problem);
        else
            _problem = null;
    }

    private void Warn(string problem)
    {
        _problem = problem;
        _log.Warning("Run {RunId}: {Problem}", _session.Id, problem);
    }

    private void Finish()
    {
        foreach (var asker in _finishAskers)
            asker.Tell(new RunFinished(Status()));
        _hasFinished = true;
        Context.Stop(Self);
    }

    private RunStatus Status() => new(_session.Id.Value, RunLedger.Of(_session.Buffer, _counts, _sent), _upload, _problem);

    private static string Describe(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.RefusedFull => "the row buffer is full: the log cannot be written as fast as rows come",
        AppendOutcome.RefusedClosed => "the run has ended",
        AppendOutcome.RefusedTooLarge => "the row is larger than any row may be",
        _ => "the row is too large for the row buffer, and the disk refused its file",
    };

    private sealed class ServerOverdue : INoSerializationVerificationNeeded
    {
        public static readonly ServerOverdue Instance = new();
    }

    private sealed class FinishOverdue : INoSerializationVerificationNeeded
    {
        public static readonly FinishOverdue Instance = new();
    }
}
