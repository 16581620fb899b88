using System.Diagnostics;
using Akka.Actor;
using WandbActors.Persistence;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.TransactionLog;
using static WandbActors.Actors.Uploading.SyncProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Owns a log that nobody writes any more while the uploader sends it: what RunActor is to a live run. Ends when the server has
/// everything, or refuses. A log of which nothing was lost is marked as sent.
/// </summary>
internal sealed class SyncActor : HandlerActor
{
    private readonly IActorRef _asker;
    private readonly string _markerPath;
    private readonly long _length;
    private readonly List<string> _remarks = [];
    private readonly Activity? _activity;
    private long _sentBytes;
    private long _historyLines;
    private long _markerLines;
    private string? _url;

    public SyncActor(UploadJob job, IActorRef asker)
    {
        _asker = asker;
        _markerPath = RunDirectory.SyncedMarkerOf(job.LogPath);
        _length = TransactionLogReader.LengthOf(job.LogPath);
        _activity = WandbInstrumentation.StartAlone("wandb.sync")?.SetTag("wandb.run.id", job.RunId).SetTag("wandb.project", job.Project);
        Context.ActorOf(UploaderActor.SupervisedPropsFor(job, Self), "uploader");

        Receive<UploaderReady>(_ =>
        {
            Sender.Tell(new LogGrown(_length, IsComplete: true));
            Sender.Tell(new HurryUpload());
        });
        Receive<RunRegistered>(Handle);
        Receive<UploadProgressed>(Handle);
        Receive<UploadWaiting>(waiting => _asker.Tell(waiting));
        Receive<Remark>(remark => _remarks.Add(remark.Text));
        Receive<UploadStopped>(stopped => End(stopped.Reason, isWhole: false, bases: default));
        Receive<UploadCompleted>(completed => End(null, completed.IsWhole, completed.Bases));
        Receive<StopSync>(stop => End(stop.Reason, isWhole: false, bases: default));
        Receive<StopAsked>(_ => { }); // the run has ended already
    }

    public static Props PropsFor(UploadJob job, IActorRef asker) => Props.Of(() => new SyncActor(job, asker));

    protected override void PreStart() => TellProgress();

    protected override void PostStop() => _activity?.Dispose();

    private void Handle(RunRegistered registered)
    {
        _url = registered.Url;
        TellProgress();
    }

    private void Handle(UploadProgressed progressed)
    {
        _sentBytes = progressed.Offset;
        _historyLines = progressed.HistoryLines;
        _markerLines = progressed.MarkerLines;
        TellProgress();
    }

    private void TellProgress() => _asker.Tell(new LogProgressed(_sentBytes, _length));

    private void End(string? problem, bool isWhole, LineCounts bases)
    {
        if (isWhole)
            Mark();
        _activity?.SetTag("wandb.sync.rows", _historyLines).SetTag("wandb.sync.complete", isWhole);
        if (problem is not null)
            _activity?.SetStatus(ActivityStatusCode.Error, problem);
        if (_markerLines > 0)
            _remarks.Add($"Rows that lack on the server what is too long for it, or cannot be read: {_markerLines:N0}. The log has it.");
        _asker.Tell(new LogSent(problem, isWhole, _remarks, _historyLines, _url, bases));
        Context.Stop(Self);
    }

    private void Mark()
    {
        try
        {
            File.Create(_markerPath).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _remarks.Add($"{_markerPath} could not be made, so the next sync looks at this run again: {failure.Message}");
        }
    }
}
