using Akka.Actor;
using WandbActors;

namespace FleetSimulation;

/// <summary>
/// Trains, as far as this sample does: a row at each step, told to a run's actor. It may fail at any step; the one that is made in its place goes on from the checkpoint, and tells
/// the rows behind that again. They are numbered: the run keeps each once.
/// </summary>
public sealed class TrainerActor : ReceiveActor, IWithTimers
{
    private const int CheckpointRows = 10;

    private readonly TrainerPlan _plan;
    private readonly IActorRef _run;
    private int _row;

    public TrainerActor(TrainerPlan plan, IActorRef run)
    {
        _plan = plan;
        _run = run;
        _row = plan.Checkpoint;

        Receive<Step>(_ => Train());
        Receive<OutOfMemory>(_ => throw new InsufficientMemoryException("CUDA out of memory"));
        Receive<RowKept>(kept => EndIfAllAreKept(kept.Sequence));
        Receive<RowMissing>(missing => _row = (int)missing.Sequence - 1);
        Receive<RowRefused>(refused => _row = (int)refused.Number!.Sequence - 1);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("step", new Step(), _plan.StepTime);

    private void Train()
    {
        var row = Math.Min(_row, _plan.Rows - 1); // the last one again, until it is said to be kept
        _run.Tell(new LogRow(("row", row), ("loss", _plan.LossAt(row))) { Number = new RowNumber(_plan.RunId, row + 1) });
        _row = row + 1;
        if (_row % CheckpointRows == 0)
            _plan.Checkpoint = _row;
    }

    private void EndIfAllAreKept(long rows)
    {
        if (rows < _plan.Rows)
            return;

        Context.Parent.Tell(new Trained(_run));
        Context.Stop(Self);
    }

    /// <summary>The trainer is done.</summary>
    public sealed record Trained(IActorRef Run);

    /// <summary>Lets the trainer fail.</summary>
    public sealed record OutOfMemory;

    private sealed record Step;
}
