using Akka.Actor;
using Akka.Pattern;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.ErrandsProtocol;
using static WandbActors.Actors.Uploading.FileUploadsProtocol;
using static WandbActors.Actors.Uploading.OpeningProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Sends one log to the server: has it opened there, then takes batches from the pipeline, one at a time, asking for the next only when
/// the pace allows a request, so that everything that comes meanwhile is collected. One file_stream request in flight. It may fail and
/// start again at any point: it goes on from its bookmark, and what was in flight goes again at the same offsets.
/// </summary>
internal sealed class UploaderActor : HandlerActor, IWithTimers
{
    private readonly UploadJob _job;
    private readonly IActorRef _owner;
    private UploadPipeline? _pipeline;
    private BookmarkLink _bookmark = null!;
    private UploadBookmark _start = null!; // what was known when reading began: pipeline and lines go on behind it
    private LogOpened? _opened;
    private IActorRef _errands = ActorRefs.Nobody;
    private LineSender? _lines;
    private UploadBatch? _batch;
    private UploadBatch? _end;
    private BatchDemand _demand = null!;
    private UploadProgressed _progress = new(0, 0, 0);
    private long _hurryTo = -1;
    private LogGrown _grown = new(0, IsComplete: false);
    private bool _isReadyToEnd;
    private bool _isWhole = true;

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
            Props.Of(() => new UploaderActor(job, owner)), "uploader", job.Settings.RestartMin, job.Settings.RestartMax, job.Settings.RestartJitter, maxNrOfRetries: -1)
        .WithSupervisorStrategy(ChildFailures.StartAgain)
        .WithAutoReset(job.Settings.RestartReset()));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    protected override void PreStart()
    {
        _bookmark = BookmarkLink.Open(Context, _job);
        if (_bookmark.Problem is { } problem)
            _owner.Tell(new Remark(problem));
    }

    // A restart goes through here too: the new uploader opens pipeline and journal again.
    protected override void PostStop() => _ = _bookmark.CloseAsync();

    private void Recovering()
    {
        Receive<BookmarkRecovered>(recovered => Start(_bookmark.Recover(recovered.Bookmark)));
        Receive<BookmarkAway>(_ => Start(_bookmark.Lose()));
        Receive<HurryUpload>(_ => { });
        Receive<LogGrown>(_ => { }); // asked for again on the start
    }

    private void Sending()
    {
        Receive<LogGrown>(Handle);
        Receive<HurryUpload>(_ => Hurry());
        Receive<UploadPipeline.Started>(started => _demand.Begin(started.Demand));
        Receive<UploadPipeline.Failed>(failed => throw new UploadPipelineException(failed.Cause));
        Receive<UploadBatch>(Take);
        Receive<LogOpened>(Handle);
        Receive<CallSucceeded<StreamAnswer>>(answer => Handle(answer.Value));
        Receive<CallRefused>(refused => Stop($"{_job.Target.Address} refused {refused.Subject}: {refused.Reason}"));
        Receive<CallDelayed>(delayed => _owner.Tell(new UploadWaiting($"{_job.Target.Address}: {delayed.Reason}; trying again")));
        Receive<UploadStopped>(stopped => Stop(stopped.Reason));
        Receive<FileSent>(sent => AddUploaded(sent.Name));
        Receive<ErrandFailed>(failed => Lose(failed.Reason));
        Receive<ErrandSettled>(_ => _bookmark.Confirm());
        Receive<ErrandsDone>(_ => End());
        Receive<LinesDue>(_ => Pump());
        Receive<NextDue>(_ => AskNext());
        Receive<PlaceDue>(_ => _demand.Ask());
        Receive<HeartbeatDue>(_ => Pump());
        Receive<BookmarkKept>(_ => Begin(_bookmark.Known));
        Receive<BookmarkAway>(_ => Begin(_bookmark.Lose())); // a restart will send again, to the same effect
        Receive<BookmarkRecovered>(recovered => _bookmark.Recover(recovered.Bookmark));
    }

    private void Ended() => ReceiveAny(_ => { });

    private void Start(UploadBookmark bookmark)
    {
        _start = bookmark;
        if (_start.IsCompleted)
        {
            Completed();
            return;
        }

        _progress = new UploadProgressed(0, _start.Lines.History, 0);
        _demand = new BatchDemand(Timers);
        _pipeline = UploadPipeline.Run(Context, Self, _job, _start);
        Become(Sending);
        _owner.Tell(new UploaderReady());
    }

    private void Handle(LogGrown grown)
    {
        _grown = grown;
        _pipeline!.Read(new LogOrder(grown, _opened?.Beginning));
    }

    private void Hurry()
    {
        _hurryTo = _grown.Offset;
        Pump();
        if (_demand.IsWaiting)
            AskNext();
    }

    private void Take(UploadBatch batch)
    {
        _batch = batch;
        foreach (var problem in batch.Problems)
            Lose(problem);

        if (_lines is not null)
            Send(batch);
        else if (batch.Upsert is null)
            Stop("The log holds no run record: nobody can say what run this is.");
        else
            Context.ActorOf(OpeningActor.PropsFor(_job, _owner, batch.Upsert, _start.Bases), "opening");
    }

    private void Handle(LogOpened opened)
    {
        _opened = opened;
        _owner.Tell(new RunRegistered(_job.Target.Address.RunPage(opened.Run.Path), opened.Run.DisplayName, opened.Run.Entity));
        _bookmark.Note(new BookmarkOpened(opened.State.Bases!.Value));
        if (_bookmark.IsAway)
            Begin(_bookmark.Known);
    }

    // Where the lines begin is kept before the first one is sent: by the journal, if it is there, and beside the log.
    private void Begin(UploadBookmark kept)
    {
        if (_opened is not { } opened || _lines is not null)
            return;

        if ((opened.State with { Bases = kept.Bases }).Keep(_job.LogPath, _job.Place.Mark) is { } problem)
            _owner.Tell(new Remark(problem));
        _errands = Context.ActorOf(ErrandsActor.PropsFor(_job, opened.Run), "errands");
        _lines = new LineSender(_job, _job.StreamOf(opened.Run.Path, opened.Features), _start with { Bases = kept.Bases });
        _pipeline!.Read(new LogOrder(_grown, opened.Beginning));
        Send(_batch! with { Upsert = null });
    }

    private void Send(UploadBatch batch)
    {
        _bookmark.Await(batch.Alerts.Length + batch.Artifacts.Length);
        _errands.Tell(new RunErrands(batch.Upsert, batch.Files, batch.Alerts, batch.Artifacts));
        _lines!.Add(batch.Lines);
        Pump(now: true);
    }

    private void Pump(bool now = false)
    {
        if (_lines is not { IsSending: false } lines)
            return;

        if (lines.TryTake(now || IsHurried, out var payload))
            Context.ActorOf(_job.Call("the run's lines", cancellation => lines.SendAsync(payload, cancellation), lines.TakePlace()));
        else if (lines.HasPending)
            Timers.StartSingleTimer(nameof(LinesDue), LinesDue.Instance, lines.UntilRequest);
        else if (_batch is not null)
            EndBatch(_batch);
        else if (_isReadyToEnd)
            End();
        if (!lines.IsSending)
            Timers.StartSingleTimer(nameof(HeartbeatDue), HeartbeatDue.Instance, lines.UntilHeartbeat);
    }

    private bool IsHurried => _end is not null || _hurryTo > _progress.Offset;

    private void Handle(StreamAnswer answer)
    {
        if (answer.IsStopped)
            _owner.Tell(new StopAsked());
        _owner.Tell(_progress);
        if (_lines!.Sent())
            Complete();
        else
            Pump();
    }

    private void EndBatch(UploadBatch batch)
    {
        _batch = null;
        var sent = _lines!.LinesSent;
        _bookmark.Note(new BookmarkAdvanced(batch.LastRecord, sent, _bookmark.Known.Bases!.Value));
        _progress = new UploadProgressed(batch.LogOffset, sent.History, batch.HistoryMarkers);
        _owner.Tell(_progress);
        if (batch.IsEnd)
        {
            _end = batch;
            _errands.Tell(new FinishErrands());
        }
        else if (_lines.WasFull || IsHurried || _lines.UntilRequest == TimeSpan.Zero)
            AskNext();
        else
            _demand.AskAfter(_lines.UntilRequest);
    }

    private void AskNext() => _demand.AskInTurn(_lines!, isNeeded: _grown.Offset > _progress.Offset);

    // The server takes a run for finished at the completing request: everything else must be there first.
    private void End()
    {
        _isReadyToEnd = true;
        if (_lines!.IsSending || _lines.HasPending)
            return;

        _isReadyToEnd = false;
        if (_end!.ExitCode is not { } exitCode)
        {
            Complete();
            return;
        }

        _lines.Add(new FileStreamRequest { ExitCode = exitCode });
        Pump(now: true);
    }

    private void Complete()
    {
        // Of what was lost, and of what comes yet, a later sync may have more: the bookmark is left open for it.
        if (!_isWhole || _end!.IsOpenEnded || _bookmark.IsAway)
        {
            Completed();
            return;
        }

        // Kept first: a log that is known to be complete is never sent again.
        _bookmark.Note(new BookmarkCompleted());
        Become(() =>
        {
            Receive<BookmarkKept>(kept => kept.Bookmark.IsCompleted, _ => Completed());
            Receive<BookmarkAway>(_ => Completed());
            ReceiveAny(_ => { });
        });
    }

    private void Completed()
    {
        _owner.Tell(new UploadCompleted(_isWhole, _bookmark.Known.Bases ?? default));
        Become(Ended);
    }

    private void Lose(string what)
    {
        _isWhole = false;
        _owner.Tell(new Remark(what));
    }

    private void AddUploaded(string name)
    {
        _lines!.Add(new FileStreamRequest { Uploaded = [name] });
        Pump();
    }

    private void Stop(string reason)
    {
        _owner.Tell(new UploadStopped(reason));
        foreach (var child in Context.GetChildren())
            Context.Stop(child); // the pipeline, and errands under way
        Become(Ended);
    }
}
