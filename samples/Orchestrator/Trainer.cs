using Akka.Actor;
using WandbActors;

namespace Orchestrator;

/// <summary>Trains with one learning rate, a step for each tick, and tells its run of each.</summary>
internal sealed class Trainer : ReceiveActor, IWithTimers
{
    private const int Steps = 200;

    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(10);

    private readonly IActorRef _run;
    private readonly double _rate;
    private int _step;

    public Trainer(IActorRef run, double rate)
    {
        _run = run;
        _rate = rate;

        Receive<Tick>(_ => Step());
        Receive<RowRefused>(refused => Console.Error.WriteLine($"A row was refused: {refused.Reason}"));
        Receive<RunFinished>(finished =>
        {
            Context.Parent.Tell(new Trained(finished.Status.RunId, _rate, Loss, finished.Status.Ledger.InLog));
            Context.Stop(Self);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // A rate that is too high is fast, and does not get down.
    private double Loss => (_rate / 2) + Math.Exp(-_rate * _step);

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), new Tick(), StepTime);

    private void Step()
    {
        _run.Tell(new LogRow(("loss", Loss), ("lr", _rate)));
        if (++_step < Steps)
            return;

        Timers.CancelAll();
        _run.Tell(new FinishRun());
    }

    private sealed record Tick;
}
