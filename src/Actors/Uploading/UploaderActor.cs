using Akka.Actor;
using Akka.Pattern;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.FileUploadsProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Sends one log to the server: registers the run, then takes batches from the pipeline, one at a time, asking for the next only when
/// the pace allows a request, so that everything that comes meanwhile is collected. One file_stream request in flight. It may fail and
/// start again at any point: it goes on from its bookmark, and what was in flight goes again at the same offsets.
/// </summary>
internal sealed class UploaderActor : ReceiveActor, IWithTimers
{
    private const string Registration = "the registration of the run";
    private const string Resuming = "what the server has of the run";
    private const string Features = "what the server can do";
    private const string Change = "a change of the run";
    private const string Lines = "the run's lines";

    private readonly UploadJob _job;
    private readonly IActorRef _owner;
    private BookmarkJournal? _journal;
    private UploadPipeline? _pipeline;
    private UploadBookmark _bookmark = null!;
    private IActorRef _bookmarks = ActorRefs.Nobody;
    private IActorRef _files = ActorRefs.Nobody;
    private IActorRef _demand = ActorRefs.Nobody;
    private RegisteredRun? _run;
    private LineSender? _lines;
    private UploadBatch? _batch;
    private RunUpsert? _change;
    private UploadBatch? _end;
    private long _hurryTo = -1;
    private long _sentTo;
    private long _logOffset;
    private bool _isChanging;
    private bool _areFilesIdle = true;
    private bool _isNextFree;

    public UploaderActor(UploadJob job, IActorRef owner)
    {
        _job = job;
        _owner = owner;
        Recovering();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The uploader under its BackoffSupervisor, which starts it again after a failure, later each time.</summary>
    public static Props SupervisedPropsFor(UploadJob job, IActorRef owner) => BackoffSupervisor.Props(Backoff
        .OnFailure(
            Props.Create(() => new UploaderActor(job, owner)), "uploader", job.Settings.RestartMin, job.Settings.RestartMax, randomFactor: 0.2, maxNrOfRetries: -1)
        .WithAutoReset(job.Settings.RequestTimeout + job.Settings.RestartMax));

    protected override void PreStart()
    {
        _journal = BookmarkJournal.Open(Context.System, _job.RunDirectory, _job.Settings.Bookmark);
        if (_journal.Problem is { } problem)
            _owner.Tell(new Remark(problem));
        _bookmarks = Context.Watch(Context.ActorOf(BookmarkActor.PropsFor(_job.LogId, _journal.PluginId), "bookmark"));
    }

    // A restart goes through here too: the new uploader opens pipeline and journal again.
    protected override void PostStop()
    {
        _pipeline?.Dispose();
        _ = _journal?.CloseAsync();
    }

    private void Recovering()
    {
        Receive<BookmarkProtocol.BookmarkRecovered>(recovered => Start(recovered.Bookmark));
        Receive<Terminated>(_ => Start(new UploadBookmark(_job.LogId)));
        Receive<HurryUpload>(_ => { });
        Receive<LogGrown>(_ => { }); // asked for again on the start
    }

    private void Sending()
    {
        Receive<LogGrown>(Handle);
        Receive<HurryUpload>(_ => Hurry());
        Receive<UploadPipeline.Started>(_ => Sender.Tell(UploadPipeline.Next.Instance));
        Receive<UploadPipeline.Failed>(failed => throw new UploadPipelineException(failed.Cause));
        Receive<UploadBatch>(Take);
        Receive<CallSucceeded<ResumeStatus>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<RegisteredRun>>(Handle);
        Receive<CallSucceeded<ServerFeatures>>(answer => Open(answer.Value));
        Receive<CallSucceeded<StreamAnswer>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<RunAlert>>(_ => { });
        Receive<CallRefused>(Handle);
        Receive<CallDelayed>(delayed => _owner.Tell(new UploadWaiting($"{_job.Target.Address}: {delayed.Reason}; trying again")));
        Receive<FileSent>(sent => AddUploaded(sent.Name));
        Receive<FileGivenUp>(given => _owner.Tell(new Remark($"{given.Name} was not sent: {given.Reason}")));
        Receive<FilesIdle>(_ => Handle(areFilesIdle: true));
        Receive<ChangeDue>(_ => SendChange());
        Receive<LinesDue>(_ => Pump());
        Receive<NextDue>(_ => AskNext());
        Receive<HeartbeatDue>(_ => Pump());
        Receive<BookmarkProtocol.BookmarkKept>(_ => { });
        Receive<Terminated>(_ => _bookmarks = ActorRefs.Nobody); // the journal is away: a restart will send again, to the same effect
    }

    private void Start(UploadBookmark bookmark)
    {
        _bookmark = bookmark;
        if (bookmark.IsCompleted)
        {
            _owner.Tell(new UploadCompleted());
            Become(() => ReceiveAny(_ => { }));
            return;
        }

        _pipeline = UploadPipeline.Run(Context, Self, _job, bookmark);
        Become(Sending);
        _owner.Tell(new UploaderReady());
    }

    private void Handle(LogGrown grown)
    {
        _logOffset = grown.Offset;
        _pipeline!.Read(grown);
    }

    private void Hurry()
    {
        _hurryTo = _logOffset;
        Pump();
        if (_isNextFree)
            AskNext();
    }

    private void Take(UploadBatch batch)
    {
        _batch = batch;
        _demand = Sender;
        foreach (var problem in batch.Problems)
            _owner.Tell(new Remark(problem));

        if (_run is not null)
            Send(batch);
        else if (batch.Upsert is null)
            Stop("The log holds no run record: nobody can say what run this is.");
        else if (batch.IsResumed && _bookmark.Bases is null)
            Context.ActorOf(_job.VitalCall(Resuming, cancellation => _job.Registration.ResumeStatusAsync(
                batch.Upsert.Entity, batch.Upsert.Project, batch.Upsert.Name, cancellation)));
        else
            Register(batch.Upsert);
    }

    private void Handle(ResumeStatus status)
    {
        Note(new BookmarkOpened(new LineCounts(status.Offsets.History, status.Offsets.Events, status.Offsets.Console)));
        Register(_batch!.Upsert! with { Id = status.StorageId });
    }

    private void Register(RunUpsert upsert) =>
        Context.ActorOf(_job.VitalCall(Registration, cancellation => _job.Registration.UpsertAsync(upsert, cancellation)));

    private void Handle(CallSucceeded<RegisteredRun> answer)
    {
        if (answer.Subject == Change)
        {
            _isChanging = false;
            TryEnd();
            return;
        }

        _run = answer.Value;
        Context.ActorOf(_job.Call(Features, _job.Registration.FeaturesAsync));
    }

    private void Open(ServerFeatures features)
    {
        var run = _run!.Path;
        Note(new BookmarkOpened(default));
        _bookmarks.Tell(new BookmarkProtocol.OpenBookmark(_bookmark.Bases!.Value));
        _files = Context.ActorOf(FileUploadsActor.PropsFor(_job, run), "files");
        _lines = new LineSender(_job, _job.StreamOf(run, features), _bookmark);
        _owner.Tell(new RunRegistered(_job.Target.Address.RunPage(run), _run.DisplayName));
        Send(_batch! with { Upsert = null });
    }

    private void Send(UploadBatch batch)
    {
        if (batch.Upsert is { } change)
            NoteChange(change);
        SendFiles(batch.Files);
        foreach (var alert in batch.Alerts)
            Context.ActorOf(_job.Call($"the alert \"{alert.Title}\"", cancellation => _job.Registration.AlertAsync(_run!.Path, alert, cancellation)));
        _lines!.Add(batch.Lines);
        Pump(now: true);
    }

    private void Pump(bool now = false)
    {
        if (_lines is not { IsSending: false } lines)
            return;

        if (lines.TryTake(now || IsHurried, out var payload))
            Context.ActorOf(_job.VitalCall(Lines, cancellation => lines.SendAsync(payload, cancellation)));
        else if (lines.HasPending)
            Timers.StartSingleTimer(nameof(LinesDue), LinesDue.Instance, lines.UntilRequest);
        else if (_batch is not null)
            EndBatch(_batch);
        else
            TryEnd();
        if (!lines.IsSending)
            Timers.StartSingleTimer(nameof(HeartbeatDue), HeartbeatDue.Instance, lines.UntilHeartbeat);
    }

    private bool IsHurried => _end is not null || _hurryTo > _sentTo;

    private void Handle(StreamAnswer answer)
    {
        if (answer.IsStopped)
            _owner.Tell(new StopAsked());
        if (_lines!.Sent())
            Complete();
        else
            Pump();
    }

    private void EndBatch(UploadBatch batch)
    {
        _batch = null;
        var sent = _lines!.LinesSent;
        _sentTo = batch.LogOffset;
        Note(new BookmarkAdvanced(batch.LastRecord, sent, _bookmark.Bases!.Value));
        _bookmarks.Tell(new BookmarkProtocol.AdvanceBookmark(batch.LastRecord, sent));
        _owner.Tell(new UploadProgressed(batch.LogOffset, sent.History, _lines.Markers));
        if (batch.IsEnd)
        {
            _end = batch;
            SendChange();
            TryEnd();
        }
        else if (_lines.WasFull || IsHurried || _lines.UntilRequest == TimeSpan.Zero)
            AskNext();
        else
        {
            _isNextFree = true;
            Timers.StartSingleTimer(nameof(NextDue), NextDue.Instance, _lines.UntilRequest);
        }
    }

    private void AskNext()
    {
        _isNextFree = false;
        _demand.Tell(UploadPipeline.Next.Instance);
    }

    // The server takes a run for finished at the completing request: everything else must be there first.
    private void TryEnd()
    {
        if (_end is null || !_areFilesIdle || _isChanging || _lines!.IsSending || _lines.HasPending)
            return;

        if (_end.ExitCode is not { } exitCode)
        {
            Complete();
            return;
        }

        _lines.Add(new FileStreamRequest { ExitCode = exitCode });
        Pump(now: true);
    }

    private void Note(IBookmarkEvent happened) => _bookmark = _bookmark.Apply(happened);

    private void Complete()
    {
        _bookmarks.Tell(new BookmarkProtocol.CompleteBookmark());
        _owner.Tell(new UploadCompleted());
        Become(() => ReceiveAny(_ => { }));
    }

    private void NoteChange(RunUpsert change)
    {
        _change = change with { Id = _run!.StorageId };
        if (!Timers.IsTimerActive(nameof(ChangeDue)))
            Timers.StartSingleTimer(nameof(ChangeDue), ChangeDue.Instance, _job.Settings.UpsertDelay);
    }

    private void SendChange()
    {
        if (_change is not { } change)
            return;

        Timers.Cancel(nameof(ChangeDue));
        _change = null;
        _isChanging = true;
        Context.ActorOf(_job.Call(Change, cancellation => _job.Registration.UpsertAsync(change, cancellation)));
    }

    private void SendFiles(System.Collections.Immutable.ImmutableArray<RunFile> files)
    {
        if (files.IsEmpty)
            return;

        _areFilesIdle = false;
        _files.Tell(new SendFiles(files));
    }

    private void AddUploaded(string name)
    {
        _lines!.Add(new FileStreamRequest { Uploaded = [name] });
        Pump();
    }

    private void Handle(bool areFilesIdle)
    {
        _areFilesIdle = areFilesIdle;
        TryEnd();
    }

    private void Handle(CallRefused refused)
    {
        switch (refused.Subject)
        {
            case Features:
                Open(ServerFeatures.None);
                break;
            case Registration or Resuming or Lines:
                Stop($"{_job.Target.Address} refused {refused.Subject}: {refused.Reason}");
                break;
            case Change:
                _isChanging = false;
                _owner.Tell(new Remark($"{refused.Subject} was refused: {refused.Reason}"));
                TryEnd();
                break;
            default:
                _owner.Tell(new Remark($"{refused.Subject} was refused: {refused.Reason}"));
                break;
        }
    }

    private void Stop(string reason)
    {
        _owner.Tell(new UploadStopped(reason));
        _pipeline!.Dispose();
        Become(() => ReceiveAny(_ => { }));
    }
}
