using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Tells the server what of a registered run has changed: collects changes for some seconds, then sends them as one. One call at a
/// time. A refused change is said and forgotten; the next one carries the newest state anyway.
/// </summary>
internal sealed class RunChangesActor : HandlerActor, IWithTimers
{
    private const string Change = "a change of the run";

    private readonly UploadJob _job;
    private readonly string _storageId;
    private RunUpsert? _collected;
    private bool _isSending;
    private bool _isAwaited;

    public RunChangesActor(UploadJob job, string storageId)
    {
        _job = job;
        _storageId = storageId;

        Receive<NoteChange>(noted => Note(noted.Change));
        Receive<SendChanges>(_ => Await());
        Receive<ChangeDue>(_ => Send());
        Receive<CallSucceeded<RegisteredRun>>(_ => Sent());
        Receive<CallRefused>(refused =>
        {
            Context.Parent.Tell(new Remark($"{refused.Subject} was refused: {refused.Reason}"));
            Sent();
        });
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(UploadJob job, string storageId) => Props.Of(() => new RunChangesActor(job, storageId));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    private void Note(RunUpsert change)
    {
        _collected = (_collected is null ? change : _collected.Merge(change)) with { Id = _storageId };
        if (!Timers.IsTimerActive(nameof(ChangeDue)))
            Timers.StartSingleTimer(nameof(ChangeDue), ChangeDue.Instance, _job.Settings.UpsertDelay);
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
            if (_isAwaited)
                Context.Parent.Tell(new ChangesSent());
            return;
        }

        _collected = null;
        _isSending = true;
        Context.ActorOf(_job.Call(Change, cancellation => _job.Registration.UpsertAsync(change, cancellation)));
    }

    private void Sent()
    {
        _isSending = false;
        if (_isAwaited || !Timers.IsTimerActive(nameof(ChangeDue)))
            Send();
    }

    private sealed class ChangeDue : INoSerializationVerificationNeeded
    {
        public static readonly ChangeDue Instance = new();
    }
}
