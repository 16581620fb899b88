using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Tells the server what of a registered run has changed: collects changes for some seconds, then sends them as one. One such call at a
/// time. A refused change is said and forgotten; the next one carries the newest state anyway. Alerts do not wait.
/// </summary>
internal sealed class RunChangesActor : ReceiveActor, IWithTimers
{
    private const string Change = "a change of the run";
    private const string AlertPrefix = "the alert ";

    private readonly UploadJob _job;
    private readonly RegisteredRun _run;
    private RunUpsert? _collected;
    private int _alerts;
    private bool _isSending;
    private bool _isAwaited;

    public RunChangesActor(UploadJob job, RegisteredRun run)
    {
        _job = job;
        _run = run;

        Receive<NoteChange>(noted => Note(noted.Change));
        Receive<RaiseAlert>(raise => Raise(raise.Alert));
        Receive<SendChanges>(_ => Await());
        Receive<ChangeDue>(_ => Send());
        Receive<CallSucceeded<RegisteredRun>>(_ => Sent());
        Receive<CallSucceeded<RunAlert>>(_ => Raised());
        Receive<CallRefused>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(UploadJob job, RegisteredRun run) => Props.Create(() => new RunChangesActor(job, run));

    private void Note(RunUpsert change)
    {
        _collected = (_collected is null ? change : _collected.Merge(change)) with { Id = _run.StorageId };
        if (!Timers.IsTimerActive(nameof(ChangeDue)))
            Timers.StartSingleTimer(nameof(ChangeDue), ChangeDue.Instance, _job.Settings.UpsertDelay);
    }

    private void Raise(RunAlert alert)
    {
        _alerts++;
        Context.ActorOf(_job.Call($"{AlertPrefix}\"{alert.Title}\"", cancellation => _job.Registration.AlertAsync(_run.Path, alert, cancellation)));
    }

    private void Await()
    {
        _isAwaited = true;
        Send();
    }

    private void Send()
    {
        if (_isSending)
            return; // what was collected meanwhile follows

        Timers.Cancel(nameof(ChangeDue));
        if (_collected is not { } change)
        {
            if (_isAwaited && _alerts == 0)
                Context.Parent.Tell(new ChangesSent());
            return;
        }

        _collected = null;
        _isSending = true;
        Context.ActorOf(_job.Call(Change, cancellation => _job.Registration.UpsertAsync(change, cancellation)));
    }

    private void Raised()
    {
        _alerts--;
        if (_isAwaited)
            Send();
    }

    private void Handle(CallRefused refused)
    {
        Context.Parent.Tell(new Remark($"{refused.Subject} was refused: {refused.Reason}"));
        if (refused.Subject == Change)
            Sent();
        else
            Raised();
    }

    private void Sent()
    {
        _isSending = false;
        if (_isAwaited)
            Send();
    }

    private sealed class ChangeDue : INoSerializationVerificationNeeded
    {
        public static readonly ChangeDue Instance = new();
    }
}
