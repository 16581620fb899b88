using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Uploading;
using static WandbActors.Actors.SupervisorProtocol;
using static WandbActors.Actors.Uploading.SyncProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Cli.Syncing;

/// <summary>
/// Has one log sent and passes on the news. Gives up when the server has confirmed nothing for a time, so it always ends, and with an
/// outcome.
/// </summary>
internal sealed class SendingActor : HandlerActor, IWithTimers
{
    private readonly IActorRef _supervisor;
    private readonly UploadJob _job;
    private readonly TimeSpan _patience;
    private readonly TaskCompletionSource<LogSent> _end;
    private IActorRef _sync = ActorRefs.Nobody;
    private string _trouble;

    public SendingActor(IActorRef supervisor, UploadJob job, TimeSpan patience, ISendingView view, TaskCompletionSource<LogSent> end)
    {
        _supervisor = supervisor;
        _job = job;
        _patience = patience;
        _end = end;
        _trouble = $"{job.Target.Address} does not answer";

        Receive<LogProgressed>(progressed =>
        {
            _sync = Sender;
            BePatient();
            view.Progressed(progressed);
        });
        Receive<UploadWaiting>(waiting =>
        {
            _trouble = waiting.Reason;
            view.Waiting(waiting.Reason);
        });
        Receive<PatienceOver>(_ => GiveUp(
            $"nothing has been confirmed for {_patience.TotalSeconds:0.###} s ({_trouble}). The rest stays in the log: run the command again when the server is back"));
        Receive<Interrupt>(_ => GiveUp("interrupted. The rest stays in the log: run the command again"));
        Receive<LogSent>(End);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="supervisor">The parent of all runs.</param>
    /// <param name="job">The log, and where it goes.</param>
    /// <param name="patience">How long the server may go without confirming anything.</param>
    /// <param name="view">What shows the news.</param>
    /// <param name="end">Is given the outcome.</param>
    public static Props PropsFor(
        IActorRef supervisor, UploadJob job, TimeSpan patience, ISendingView view, TaskCompletionSource<LogSent> end) =>
        Props.Of(() => new SendingActor(supervisor, job, patience, view, end));

    protected override void PreStart()
    {
        _supervisor.Tell(new StartSync(_job));
        BePatient();
    }

    private void BePatient() => Timers.StartSingleTimer(nameof(PatienceOver), new PatienceOver(), _patience);

    private void GiveUp(string reason)
    {
        if (_sync.IsNobody())
            End(new LogSent(reason, IsWhole: false, [], 0, null));
        else
            _sync.Tell(new StopSync(reason));
    }

    private void End(LogSent sent)
    {
        _end.TrySetResult(sent);
        Context.Stop(Self);
    }

    /// <summary>Gives up at once.</summary>
    public sealed record Interrupt : INoSerializationVerificationNeeded;

    private sealed record PatienceOver : INoSerializationVerificationNeeded;
}
