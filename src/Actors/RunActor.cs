using Akka.Actor;
using Akka.Event;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Deferring;
using WandbActors.Actors.Subscribing;
using WandbActors.Actors.Uploading;
using WandbActors.Actors.Writing;
using static WandbActors.Actors.Assembling.BufferProtocol;
using static WandbActors.Actors.RunEnding;
using static WandbActors.Actors.Uploading.UploaderProtocol;
using static WandbActors.Actors.Writing.FileWriterProtocol;

namespace WandbActors.Actors;

/// <summary>
/// A run's hub. Rows do not pass through it: it drains the ring by batches (BufferActor makes one while FileWriterActor appends the one
/// before), tells the uploader how far the log goes, and answers the public protocol. Between two rows far apart it sleeps; the ring
/// wakes it.
/// </summary>
internal sealed class RunActor : HandlerActor, IWithTimers
{
    private readonly RunSession _session;
    private readonly RunTroubles _troubles;
    private readonly FlushQueue _flushes = new();
    private readonly DiskWatch _disk;
    private readonly BatchRelay _batches;
    private readonly IActorRef _uploader;
    private readonly UploadStanding _upload;
    private readonly RunIntake _intake;
    private readonly DeferredReading _deferred;
    private readonly RunNews _news;
    private bool _isDraining;
    private bool _isLogSynced;
    private bool _hasFinished;
    private bool _isOverdue;
    private bool _isRestarting;
    private long _logOffset;
    private int _emptyDrains;

    public RunActor(RunSession session)
    {
        _session = session;
        _troubles = new RunTroubles(session, Context.GetLogger());
        var released = session.Buffer.ReadMarks().Release;
        _logOffset = session.ReleasedOffset = released.LogOffset;
        session.Ledger.NoteLog(AssemblerState.ProgressIn(released.State).Counts);
        _news = new RunNews(session, Context, () => Timers);
        _disk = new DiskWatch(session, _troubles, _news, () => Timers);
        _batches = new BatchRelay(session, _flushes, _disk, Context);
        _upload = new UploadStanding(session.Target is not null);
        _uploader = session.UploadJob is { } job ? Context.ActorOf(UploaderActor.SupervisedPropsFor(job, Self), "uploader") : ActorRefs.Nobody;
        _intake = new RunIntake(session, _troubles, _uploader, released.Position);
        _deferred = new DeferredReading(session, Context);
        RunCompanion.Start(session, Context);

        Receive<DrainRing>(_ => Drain());
        Receive<BatchAssembled>(assembled => Handle(assembled.Batch));
        Receive<NothingBuffered>(Handle);
        Receive<BatchAppended>(Handle);
        Receive<AppendStalled>(stalled => _disk.Refuse(stalled.Reason));
        Receive<DiskDue>(_ => _disk.Look());
        Receive<LogSynced>(Handle);
        Receive<Terminated>(Handle);

        Receive<LogRow>(row => _intake.Take(row, Sender));
        Receive<RaiseAlert>(_intake.Take);
        Receive<ChangeRun>(_intake.Take);
        Receive<MarkPreempting>(_intake.Take);
        Receive<HurryRun>(_intake.Take);
        Receive<FlushRun>(Handle);
        Receive<FinishRun>(Handle);
        Receive<EndRun>(end => End(end.ExitCode, end.Bound));
        Receive<ServerOverdue>(_ => GiveUpServer());
        Receive<FinishOverdue>(_ => Finish());
        Receive<GetRunStatus>(_ => Sender.Tell(Status()));
        Receive<SubscribeToRuns>(subscribe => subscribe.Subscriber is not null, subscribe => _news.Add(subscribe.Subscriber));
        Receive<UnsubscribeFromRuns>(unsubscribe => unsubscribe.Subscriber is not null, unsubscribe => _news.Remove(unsubscribe.Subscriber));
        Receive<NewsDue>(_ => _news.TellRows());

        Receive<UploaderReady>(_ => UploadStanding.Brief(Sender, new LogGrown(_logOffset, _batches.IsLogComplete)));
        Receive<RunRegistered>(registered => Handle(UploadState.Active, null, registered));
        Receive<UploadProgressed>(Handle);
        Receive<UploadWaiting>(waiting => Handle(UploadState.Waiting, waiting.Reason));
        Receive<UploadStopped>(Handle);
        Receive<UploadCompleted>(Handle);
        Receive<Remark>(remark => _troubles.SayRemark(remark.Text));
        Receive<StopAsked>(_ => _news.AskToStop());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(RunSession session) =>
        Props.Of(() => new RunActor(session)).WithDispatcher(Settings.WandbSettings.RunDispatcher);

    protected override void PreStart()
    {
        Self.Tell(DrainRing.Instance);
        _session.Ending.KeepTime(Timers);
        if (_batches.IsLogComplete)
            CompleteLog();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _isRestarting = true;
        base.PreRestart(reason, message);
    }

    // All children have stopped by now, so that nobody reads the ring any more. A restart passes here too, and keeps it.
    protected override void PostStop()
    {
        _batches.Drop();
        _flushes.FailAll(_isRestarting ? "the run's actor failed and starts anew: ask again" : "the run has ended");
        if (!_isRestarting)
            _news.End(_hasFinished ? Status() : Status() with { Problem = "The actor system ended before the run was finished." });
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => _batches.Owns(Sender) ? Directive.Stop : Directive.Restart);

    private void Drain()
    {
        _troubles.LookForRefusals();
        if (_batches.IsLogComplete)
            return;

        _session.CloseIfEnding();
        _session.Buffer.MakeRoom();
        _deferred.Look();
        if (!_isDraining)
        {
            (_isDraining, _emptyDrains) = (true, 0);
            Timers.StartPeriodicTimer(nameof(DrainRing), DrainRing.Instance, _session.Settings.Buffer.DrainInterval);
        }

        _batches.Assemble();
    }

    private void Handle(AssembledBatch batch)
    {
        _emptyDrains = 0;
        _batches.Take(batch);
    }

    private void Handle(BatchAppended appended)
    {
        _logOffset = _session.ReleasedOffset = appended.LogOffset;
        _news.Written(appended.Batch);
        _disk.Appended();
        _flushes.Assembled(appended.Batch.Flush);
        _batches.Confirm(appended.Batch);
        _uploader.Tell(new LogGrown(_logOffset, _batches.IsLogComplete));
        _intake.Appended(appended.Batch.RingPosition);
        SyncFlushes();
        if (_batches.IsLogComplete)
            CompleteLog();
    }

    private void Handle(NothingBuffered nothing)
    {
        if (!_batches.TakeNothing())
            return;

        _flushes.Assembled(nothing.Flush);
        SyncFlushes();
        if (!nothing.IsMoreDue)
            TryPark();
    }

    // Not when somebody asked for a flush or the end after the buffer was asked for what it has just answered.
    private void TryPark()
    {
        var isAskedFor = _session.Ending.ExitCode is not null || _flushes.AwaitsRing;
        if (++_emptyDrains < _session.Settings.Buffer.ParkAfterEmptyDrains || isAskedFor || !_session.Buffer.TryPark())
            return;

        _isDraining = false;
        Timers.Cancel(nameof(DrainRing));
    }

    private void SyncFlushes()
    {
        if (_batches.IsEmpty && _flushes.TryBeginSync())
            _batches.Sync();
    }

    private void Handle(LogSynced synced)
    {
        _disk.Synced(synced.Problem);
        _flushes.OnDisk(_logOffset, synced.Problem);
        if (_upload.State == UploadState.Offline)
            _flushes.OnServer(_logOffset); // the log is as far as it goes
        if (_upload.State == UploadState.Stopped)
            _flushes.FailServer(_upload.Problem!);
        if (_flushes.WaitsForServer)
        {
            _uploader.Tell(new HurryUpload());
            _flushes.OnServer(_upload.Sent.Offset);
        }

        SyncFlushes();
        _isLogSynced = _batches.IsLogComplete;
        FinishIfDone();
    }

    private void Handle(Terminated terminated)
    {
        _news.Forget(terminated.ActorRef);
        if (_batches.Replace(terminated.ActorRef))
            _flushes.BeginSyncAgain();

        if (_batches.IsLogComplete)
            CompleteLog();
        else
            Drain();
    }

    private void Handle(FlushRun flush)
    {
        _flushes.Add(Sender, flush.Target);
        if (_batches.IsLogComplete)
            _flushes.Assembled(_flushes.Wanted);
        SyncFlushes();
        Drain();
    }

    private void Handle(FinishRun finish)
    {
        _session.Ending.Add(Sender);
        End(finish.ExitCode, _session.FinishBound);
    }

    private void End(int exitCode, TimeSpan bound)
    {
        _session.Ending.Begin(exitCode, _session.FinishTimeout, bound);
        _session.Ending.KeepTime(Timers);
        Drain();
    }

    // The log comes first: a run without an end in its log could not be sent later as what it was.
    private void GiveUpServer()
    {
        _isOverdue = true;
        FinishIfDone();
    }

    private void CompleteLog()
    {
        Timers.Cancel(nameof(DrainRing));
        _batches.Sync();
        _uploader.Tell(new HurryUpload());
    }

    private void Handle(UploadProgressed progressed)
    {
        _upload.Note(progressed);
        _news.Uploading(_upload);
        _session.Ledger.NoteSent(_upload.Sent);
        _flushes.OnServer(progressed.Offset);
    }

    private void Handle(UploadStopped stopped)
    {
        _flushes.FailServer(stopped.Reason);
        Handle(UploadState.Stopped, stopped.Reason);
    }

    private void Handle(UploadCompleted completed)
    {
        _flushes.OnServer(_logOffset); // the last records mean nothing to the server
        Handle(UploadState.Complete, null);
    }

    private void Handle(UploadState state, string? problem, RunRegistered? registered = null)
    {
        _session.Registered ??= registered;
        _upload.Become(state, problem);
        _news.Uploading(_upload);
        if (problem is not null)
            _troubles.Say(problem);
        FinishIfDone();
    }

    private void FinishIfDone()
    {
        if (_isLogSynced && (_upload.IsOver || _isOverdue))
            Finish();
    }

    private void Finish()
    {
        _disk.SayIfSilent();
        _session.Ending.Answer(Status());
        _hasFinished = true;
        Context.Stop(Self);
    }

    private RunStatus Status() => new(_session.Id.Value, _session.Ledger.Read(), _upload.State, _troubles.Newest(_upload.Problem));
}
