using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.ErrandsProtocol;
using static WandbActors.Actors.Uploading.FileUploadsProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// All that a registered run has to tell the server besides its lines: changes of the run, files, alerts, artifacts. They go beside the lines, each
/// in its own time; at the end the lines wait for them.
/// </summary>
internal sealed class ErrandsActor : HandlerActor
{
    private readonly UploadJob _job;
    private readonly RegisteredRun _run;
    private readonly IActorRef _changes;
    private readonly IActorRef _files;
    private readonly IActorRef _artifacts;
    private readonly Queue<RunAlert> _alerts = new(); // the first is under way: people get them in the order in which they were raised
    private int _fileOrders;
    private int _fileOrdersDone;
    private int _unsettled; // alerts and artifacts
    private bool _isFinishing;
    private bool _areChangesSent;

    public ErrandsActor(UploadJob job, RegisteredRun run)
    {
        _job = job;
        _run = run;
        _changes = Context.ActorOf(RunChangesActor.PropsFor(job, run.StorageId), "changes");
        _files = Context.ActorOf(FileUploadsActor.PropsFor(job, run.Path), "files");
        _artifacts = Context.ActorOf(ArtifactsActor.PropsFor(job, run.Path), "artifacts");

        Receive<RunErrands>(Handle);
        Receive<FinishErrands>(_ => Finish());
        Receive<ChangesSent>(_ => EndIf(_areChangesSent = true));
        Receive<FilesIdle>(idle => EndIf((_fileOrdersDone = idle.Orders) == _fileOrders));
        Receive<FileSent>(Context.Parent.Forward);
        Receive<FileGivenUp>(given => Fail($"{given.Name} was not sent: {given.Reason}"));
        Receive<ArtifactSettled>(Handle);
        Receive<CallSucceeded<RunAlert>>(_ => SettleAlert());
        Receive<CallRefused>(Handle);
        Receive<Remark>(refused => Fail(refused.Text));
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public static Props PropsFor(UploadJob job, RegisteredRun run) => Props.Of(() => new ErrandsActor(job, run));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    private void Handle(RunErrands errands)
    {
        if (errands.Change is { } change)
            _changes.Tell(new NoteChange(change));
        if (!errands.Files.IsEmpty)
        {
            _fileOrders++;
            _files.Tell(new SendFiles(errands.Files));
        }

        if (!errands.Artifacts.IsEmpty)
        {
            _unsettled += errands.Artifacts.Length;
            _artifacts.Tell(new SendArtifacts(errands.Artifacts));
        }

        foreach (var alert in errands.Alerts)
        {
            _unsettled++;
            _alerts.Enqueue(alert);
            if (_alerts.Count == 1)
                Send(alert);
        }
    }

    private void Send(RunAlert alert) =>
        Context.ActorOf(_job.Call($"the alert \"{alert.Title}\"", cancellation => _job.Registration.AlertAsync(_run.Path, alert, cancellation)));

    private void SettleAlert()
    {
        _alerts.Dequeue();
        if (_alerts.TryPeek(out var next))
            Send(next);
        Settle();
    }

    // Of the calls made here only alerts: the others answer for theirs.
    private void Handle(CallRefused refused)
    {
        Fail($"{refused.Subject} was refused: {refused.Reason}");
        SettleAlert();
    }

    private void Handle(ArtifactSettled settled)
    {
        _job.ArtifactOutcomes.Note(settled);
        if (settled.Problem is { } problem)
            Fail($"{settled.Errand.Subject} was not sent: {problem}");
        Settle();
    }

    private void Settle()
    {
        Context.Parent.Tell(new ErrandSettled());
        EndIf(--_unsettled == 0);
    }

    private void Fail(string reason) => Context.Parent.Tell(new ErrandFailed(reason));

    private void Finish()
    {
        _isFinishing = true;
        _changes.Tell(new SendChanges());
    }

    private void EndIf(bool isOneDone)
    {
        if (isOneDone && _isFinishing && _areChangesSent && _unsettled == 0 && _fileOrdersDone == _fileOrders)
            Context.Parent.Tell(new ErrandsDone());
    }
}
