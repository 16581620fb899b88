using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Tests.Support;

/// <summary>A run's actor with all its children, in virtual time.</summary>
public abstract class RunSpecs : ActorSpecs
{
    /// <summary>The default interval between two drains.</summary>
    protected static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private protected static readonly RowBufferSettings LargeRing = SomeRing.Settings with { RingBytes = 2 << 20, MaxWait = TimeSpan.FromSeconds(30) };

    /// <summary>Of a run that falls asleep as soon as it has nothing to do.</summary>
    private protected static readonly WandbSettings Sleepy =
        SomeRun.Defaults with { Buffer = SomeRun.Defaults.Buffer with { ParkAfterEmptyDrains = 1 } };

    private int _wakes;

    /// <summary>How often the ring has woken its consumer.</summary>
    protected int Wakes => Volatile.Read(ref _wakes);

    private protected SomeRun Run { get; set; } = null!;

    protected IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    /// <summary>The run's calls, of which all were taken, must all be in the log, each once.</summary>
    private protected static void AssertAddsUp(Ledger ledger, long calls, SomeRun run)
    {
        Assert.Equal(calls, ledger.Offered);
        Assert.Equal(run.Rows.Length, ledger.HistoryRecords);
        Assert.Equal(ledger.Offered, ledger.Refused + ledger.InRing + ledger.Merged + ledger.HistoryRecords - ledger.AggregateRows);
    }

    private protected SomeRun NewRun(WandbSettings? settings = null, RowBufferSettings? ring = null) => Run = new SomeRun(settings, ring, wake: Wake).Begin();

    private protected IActorRef Started(SomeRun run, IActorRef? actor = null)
    {
        Run = run;
        Actor = actor ?? Sys.ActorOf(RunActor.PropsFor(run.Session));
        return Actor;
    }

    protected Task Advance(TimeSpan time, TimeSpan? step = null) => Advance(Run, time, step ?? Tick);

    /// <summary>Lets virtual time pass until it is so.</summary>
    protected Task AdvanceUntil(Func<bool> isSo) => AdvanceUntil(Run, Tick, isSo);

    /// <summary>Lets virtual time pass until the answer has come.</summary>
    protected async Task<TAnswer> AdvanceUntilAnswered<TAnswer>(object question)
    {
        var answer = Actor.Ask<TAnswer>(question, TimeSpan.FromSeconds(60));
        await AdvanceUntil(() => answer.IsCompleted);
        return await answer;
    }

    /// <summary>The actor takes a drain and the question one after the other, before any answer to the first.</summary>
    protected Task<TAnswer> AskedBehindADrain<TAnswer>(object question)
    {
        var gate = new GatedRef();
        Actor.Tell(new GetRunStatus(), gate);
        gate.WaitUntilReached();
        Actor.Tell(DrainRing.Instance);
        var answer = Actor.Ask<TAnswer>(question);
        gate.Open();
        return answer;
    }

    protected async Task<RunFinished> Finished(int exitCode = 0)
    {
        var finished = await AdvanceUntilAnswered<RunFinished>(new FinishRun(exitCode));
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        return finished;
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Run?.Dispose();
    }

    private void Wake()
    {
        Interlocked.Increment(ref _wakes);
        Actor.Tell(DrainRing.Instance, ActorRefs.NoSender);
    }
}
