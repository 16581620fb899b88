using Akka.Actor;

namespace WandbActors.Actors.Starting;

/// <summary>The actor of a run that keeps nothing: it takes everything, and answers as a run does that has nothing.</summary>
internal sealed class DisabledRunActor : HandlerActor
{
    private readonly string _runId;

    public DisabledRunActor(string runId)
    {
        _runId = runId;
        Receive<LogRow>(row => row.Number is not null, row => Sender.Tell(new RowKept(row.Number!.Producer, row.Number.Sequence)));
        Receive<FlushRun>(flush => Sender.Tell(new RunFlushed(flush.Target, Problem: null)));
        Receive<GetRunStatus>(_ => Sender.Tell(Status));
        Receive<FinishRun>(_ => Finish());
        Receive<IRunMessage>(_ => { });
    }

    public static Props PropsFor(string runId) => Props.Of(() => new DisabledRunActor(runId));

    private RunStatus Status => new(_runId, new Ledger(), UploadState.Offline, Problem: null);

    private void Finish()
    {
        Sender.Tell(new RunFinished(Status));
        Context.Stop(Self);
    }
}
