using System.Runtime.CompilerServices;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Deferring;

/// <summary>Functions of the program's own that a run calls for its values: on a real thread, in virtual time.</summary>
public sealed class DeferredFunctionSpecs : DeferredRunSpecs
{
    private readonly TaskCompletionSource _last = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_function_is_called_on_the_runs_own_thread_and_one_that_throws_is_nan_and_counted()
    {
        StartedOn();
        Run.Log(("a", DeferredValue.Of(() => "read")), ("b", DeferredValue.Of(() => throw new InvalidOperationException("gone"))), ("c", Last()));

        await LastIsCalled();
        await AdvanceUntil(() => Ledger.HistoryRecords == 1);

        Assert.Equal(["row 0: a = \"read\", b = NaN, c = 1"], Run.Rows);
        Assert.Equal((1, 1), (Ledger.ValuesFailed, Ledger.ValuesLost));
    }

    [Fact]
    public async Task A_function_that_never_returns_holds_up_noDevice_no_memory_and_no_end()
    {
        StartedOn(duration: _ => Millisecond);
        using var never = new ManualResetEventSlim();
        Run.Log(("hangs", DeferredValue.Of(() => { never.Wait(); return 1; })));
        Run.Log(("device", Device.Tensor(2).Deferred()), ("host", new AtHand(3)));
        Run.Log(("behind", DeferredValue.Of(() => 4)));

        await Finished();
        never.Set();

        Assert.Equal(["row 0: hangs = NaN", "row 1: device = 2, host = 3", "row 2: behind = NaN"], Run.Rows);
        Assert.Equal((2, 2), (Ledger.ValuesUnfinished, Ledger.ValuesLost));
    }

    [Fact]
    public async Task Behind_a_function_that_never_returns_nothing_piles_up_and_it_is_said_once()
    {
        var warnings = RecordWarnings();
        StartedOn();
        using var never = new ManualResetEventSlim();
        Run.Log(("hangs", DeferredValue.Of(() => { never.Wait(); return 1; })));
        var functions = new List<WeakReference>();
        for (var row = 0; row < 3000; row++)
        {
            functions.Add(LogFunction(row));
            if (row % 500 == 499)
                await Advance(TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(1));
        }

        GC.Collect();
        var kept = functions.Count(function => function.IsAlive);
        never.Set();

        Assert.InRange(kept, 0, 1600);
        Assert.Single(warnings(), text => text.Contains("do not come in time"));
    }

    [Fact]
    public async Task What_was_given_up_is_not_read_any_more()
    {
        StartedOn();
        using var gate = new ManualResetEventSlim();
        var calls = 0;
        Run.Log(("slow", DeferredValue.Of(() => { gate.Wait(); return 1; })));
        Run.Log(("late", DeferredValue.Of(() => Interlocked.Increment(ref calls))));
        await Advance(TimeSpan.FromSeconds(61), TimeSpan.FromMilliseconds(100));

        gate.Set();
        Run.Log(("next", Last()));
        await LastIsCalled();
        await AdvanceUntil(() => Ledger.HistoryRecords == 3);

        Assert.Equal(["row 0: slow = NaN", "row 1: late = NaN", "row 2: next = 1"], Run.Rows);
        Assert.Equal(0, calls);
    }

    private DeferredValue Last() => DeferredValue.Of(() =>
    {
        _last.SetResult();
        return 1;
    });

    // Then all before it have been called: virtual time must not run away from a thread that nobody watches.
    private async Task LastIsCalled()
    {
        await Advance(Tick * 2);
        await _last.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LogFunction(int row)
    {
        var function = () => (MetricValue)row;
        Run.Log(("behind", DeferredValue.Of(function)));
        return new WeakReference(function);
    }

    /// <summary>A value that is there and is read by the run.</summary>
    private sealed class AtHand(double number) : AwaitedValue
    {
        public override void Deliver() => Place.Fill(number);
    }
}
