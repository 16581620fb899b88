using Akka.Actor;
using WandbActors.Actors.Subscribing;

namespace WandbActors.Actors.Starting;

/// <summary>The actor of a run that keeps nothing: it takes everything, and answers as a run does that has nothing.</summary>
internal sealed class DisabledRunActor : HandlerActor
{
    private readonly IPreparedRun _run;
    private readonly RunAudience _audience = new();

    public DisabledRunActor(IPreparedRun run)
    {
        _run = run;
        Receive<LogRow>(row => row.Number is not null, row => Sender.Tell(new RowKept(row.Number!.Producer, row.Number.Sequence)));
        Receive<FlushRun>(flush => Sender.Tell(new RunFlushed(flush.Target, Problem: null)));
        Receive<GetRunStatus>(_ => Sender.Tell(Status));
        Receive<SubscribeToRuns>(subscribe => subscribe.Subscriber is not null, Handle);
        Receive<UnsubscribeFromRuns>(unsubscribe => _audience.Remove(unsubscribe.Subscriber));
        Receive<Terminated>(gone => _audience.Remove(gone.ActorRef));
        Receive<FinishRun>(_ => Finish());
        Receive<IRunMessage>(_ => { });
    }

    public static Props PropsFor(IPreparedRun run) => Props.Of(() => new DisabledRunActor(run));

    protected override void PostStop() => _audience.Tell(new RunFinished(Status));

    private RunStatus Status => new(_run.RunId, new Ledger(), UploadState.Offline, Problem: null);

    private void Handle(SubscribeToRuns subscribe)
    {
        _audience.Add(Context.Watch(subscribe.Subscriber));
        Sender.Tell(LiveRun.Disabled(_run, Self).Describe());
    }

    private void Finish()
    {
        Sender.Tell(new RunFinished(Status));
        Context.Stop(Self);
    }
}
