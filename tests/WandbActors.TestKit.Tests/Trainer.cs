using Akka.Actor;

namespace WandbActors.TestKit.Tests;

/// <summary>Logs a row a second, so many of them, and then ends the run.</summary>
public sealed class Trainer : UntypedActor, IWithTimers
{
    private readonly IActorRef _run;
    private readonly int _rows;
    private int _row;

    public Trainer(IActorRef run, int rows) => (_run, _rows) = (run, rows);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("step", "step", TimeSpan.FromSeconds(1));

    protected override void OnReceive(object message)
    {
        if (_row < _rows)
        {
            _run.Tell(new LogRow(("row", _row++)));
            return;
        }

        _run.Tell(new FinishRun());
        Context.Stop(Self);
    }
}
