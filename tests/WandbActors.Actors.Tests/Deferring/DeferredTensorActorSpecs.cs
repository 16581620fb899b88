using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;
using WandbActors.Actors.Deferring;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Deferring;

/// <summary>A run whose values come from a device that is slow, out of order, silent or broken: in virtual time.</summary>
public sealed class DeferredTensorActorSpecs : RunSpecs
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private FakeDevice _device = null!;

    [Fact]
    public async Task A_value_is_the_one_at_the_call_however_late_the_device_comes_to_it()
    {
        StartedOn(duration: _ => TimeSpan.FromSeconds(1));
        var loss = _device.Tensor(0.5);

        Run.Log(("loss", loss.Deferred()));
        loss.Set(7);
        Run.Log(("loss", loss.Deferred()));
        await Advance(TimeSpan.FromSeconds(0.9));
        var early = Run.Rows;
        await Advance(TimeSpan.FromSeconds(3));

        Assert.Empty(early);
        Assert.Equal(["row 0: loss = 0.5", "row 1: loss = 7"], Run.Rows);
    }

    [Fact]
    public async Task Rows_keep_their_order_although_streams_overtake_one_another()
    {
        StartedOn(duration: operation => operation == 0 ? TimeSpan.FromSeconds(1) : Millisecond);
        var (slow, fast) = (_device.Tensor(1, stream: 1), _device.Tensor(2, stream: 2));
        slow.Compute();
        fast.Compute();

        Run.Log(("slow", slow.Deferred()), ("fast", fast.Deferred()), ("plain", 3));
        Run.Log(("fast", fast.Add(5).Deferred()));
        await Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["row 0: slow = 1, fast = 2, plain = 3", "row 1: fast = 7"], Run.Rows);
    }

    [Fact]
    public async Task All_values_that_came_together_share_one_fence_and_every_fence_is_given_back()
    {
        StartedOn(duration: _ => Millisecond);
        for (var row = 0; row < 500; row++)
            Run.Log(("a", _device.Tensor(row).Deferred()));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(0, 500).Select(row => $"row {row}: a = {row}"), Run.Rows);
        Assert.InRange(_device.FencesSet, 1, 3);
        Assert.Equal(0, _device.OpenFences);
    }

    [Fact]
    public async Task A_device_that_never_answers_costs_its_values_after_the_timeout_and_no_others()
    {
        StartedOn(duration: _ => Millisecond);
        _device.Stop();
        Run.Log(("a", _device.Tensor(1).Deferred()), ("b", 2));
        Run.Log(("b", 3));

        await Advance(TimeSpan.FromSeconds(59), TimeSpan.FromMilliseconds(100));
        var before = Run.Rows;
        await Advance(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100));

        Assert.Empty(before);
        Assert.Equal(["row 0: a = NaN, b = 2", "row 1: b = 3"], Run.Rows);
        Assert.Equal((1, 1), (Ledger.ValuesTimedOut, Ledger.ValuesLost));
    }

    [Fact]
    public async Task A_device_that_answers_again_serves_the_later_rows_and_its_slots_come_back()
    {
        StartedOn(duration: _ => Millisecond, slots: 2);
        _device.Stop();
        Run.Log(("a", _device.Tensor(1).Deferred()));
        Run.Log(("a", _device.Tensor(2).Deferred()));
        await Advance(TimeSpan.FromSeconds(61), TimeSpan.FromMilliseconds(100));

        _device.GoOn();
        await Advance(TimeSpan.FromSeconds(1));
        Run.Log(("a", _device.Tensor(3).Deferred()));
        Run.Log(("a", _device.Tensor(4).Deferred()));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["row 0: a = NaN", "row 1: a = NaN", "row 2: a = 3", "row 3: a = 4"], Run.Rows);
    }

    [Fact]
    public async Task A_device_that_fails_costs_its_values_is_said_once_and_everything_else_goes_on()
    {
        var warnings = CreateEventProbe();
        StartedOn(duration: _ => TimeSpan.FromSeconds(5));
        Run.Log(("a", _device.Tensor(1).Deferred()), ("b", 2));
        await Advance(TimeSpan.FromSeconds(1));

        _device.Fail("an illegal address");
        await Advance(TimeSpan.FromSeconds(1));
        Run.Log(("a", _device.Tensor(2).Deferred()));
        Run.Log(("b", 3));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["row 0: a = NaN, b = 2", "row 1: a = NaN", "row 2: b = 3"], Run.Rows);
        Assert.Equal((2, 2), (Ledger.ValuesFailed, Ledger.ValuesLost));
        Assert.Equal(0, _device.OpenFences);
        Assert.Single(warnings(), text => text.Contains("fake:0") && text.Contains("an illegal address"));
    }

    [Fact]
    public async Task When_too_many_are_under_way_the_next_is_given_up_at_once()
    {
        StartedOn(duration: _ => TimeSpan.FromSeconds(1), slots: 2);
        for (var row = 0; row < 3; row++)
            Run.Log(("a", _device.Tensor(row).Deferred()));

        await Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["row 0: a = 0", "row 1: a = 1", "row 2: a = NaN"], Run.Rows);
        Assert.Equal(1, Ledger.ValuesWithoutSlot);
    }

    [Fact]
    public async Task At_half_a_ring_the_oldest_are_given_up_and_no_row_is_refused()
    {
        StartedOn(duration: _ => Millisecond);
        _device.Stop();
        Run.Log(("a", _device.Tensor(1).Deferred()));
        var rows = 0;
        while (Run.Buffer.HasRoomAside)
        {
            Run.Log(("b", rows));
            rows++;
        }

        Run.Log(("b", rows++));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(rows + 1, Run.Rows.Length);
        Assert.Equal("row 0: a = NaN", Run.Rows[0]);
        Assert.Equal((1, 0), (Ledger.ValuesCrowdedOut, Ledger.Refused));
    }

    [Fact]
    public async Task A_run_that_ends_first_gives_up_what_has_not_come_and_the_slots_come_back_with_the_next_run()
    {
        StartedOn(duration: _ => TimeSpan.FromSeconds(40), slots: 1);
        Run.Log(("a", _device.Tensor(1).Deferred()));
        await Finished();
        var (rows, ledger) = (Run.Rows, Ledger);
        Run.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(_device.Slots.TryTake());

        using var second = new SomeRun(time: Run.Time).Begin();
        var actor = Sys.ActorOf(RunActor.PropsFor(second.Session));
        second.Log(("b", _device.Tensor(9).Deferred())); // given up, but it has the device asked
        second.Log(("c", new AskingValue(_device)));
        await Advance(TimeSpan.FromSeconds(1));
        Sys.Stop(actor);
        await Settle();

        Assert.Equal(["row 0: a = NaN"], rows);
        Assert.Equal(1, ledger.ValuesUnfinished);
        Assert.NotNull(_device.Slots.TryTake());
    }

    [Fact]
    public async Task Values_of_refused_rows_give_their_slots_back()
    {
        StartedOn(duration: _ => Millisecond, slots: 2);
        Run.Buffer.Close();
        for (var row = 0; row < 2; row++)
            Run.Buffer.Append([("a", _device.Tensor(row).Deferred())], null, commit: true);

        Assert.Null(_device.Slots.TryTake());
        Assert.False(_device.Abandoned.IsEmpty);
        await Finished();
    }

    [Fact]
    public async Task A_function_is_called_on_the_runs_own_thread_and_one_that_throws_is_nan_and_counted()
    {
        StartedOn();
        Run.Log(("a", DeferredValue.Of(() => "read")), ("b", DeferredValue.Of(() => throw new InvalidOperationException("gone"))));

        await AdvanceUntil(() => Ledger.HistoryRecords == 1);

        Assert.Equal(["row 0: a = \"read\", b = NaN"], Run.Rows);
        Assert.Equal((1, 1), (Ledger.ValuesFailed, Ledger.ValuesLost));
    }

    [Fact]
    public async Task A_function_that_never_returns_holds_up_no_device_no_memory_and_no_end()
    {
        StartedOn(duration: _ => Millisecond);
        using var never = new ManualResetEventSlim();
        Run.Log(("hangs", DeferredValue.Of(() => { never.Wait(); return 1; })));
        Run.Log(("device", _device.Tensor(2).Deferred()), ("host", new AtHand(3)));
        Run.Log(("behind", DeferredValue.Of(() => 4)));

        await Finished();
        never.Set();

        Assert.Equal(["row 0: hangs = NaN", "row 1: device = 2, host = 3", "row 2: behind = NaN"], Run.Rows);
        Assert.Equal((2, 2), (Ledger.ValuesUnfinished, Ledger.ValuesLost));
    }

    [Fact]
    public async Task Behind_a_function_that_never_returns_nothing_piles_up_and_it_is_said_once()
    {
        var warnings = CreateEventProbe();
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
        Run.Log(("next", DeferredValue.Of(() => 3)));
        await AdvanceUntil(() => Ledger.HistoryRecords == 3);

        Assert.Equal(["row 0: slow = NaN", "row 1: late = NaN", "row 2: next = 3"], Run.Rows);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Nobody_asks_a_device_from_which_nothing_is_awaited()
    {
        StartedOn(duration: _ => Millisecond);
        Run.Log(("a", _device.Tensor(1).Deferred()));
        await Advance(TimeSpan.FromSeconds(3));
        var actor = await Sys.ActorSelection(Actor.Path / "deferred").ResolveOne(TimeSpan.FromSeconds(10));
        var fences = _device.FencesSet;

        _device.Tensor(2).Deferred();
        await Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(fences, _device.FencesSet);
        Assert.False(actor.IsNobody());
    }

    private Ledger Ledger => Run.Session.Ledger.Read();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LogFunction(int row)
    {
        var function = () => (MetricValue)row;
        Run.Log(("behind", DeferredValue.Of(function)));
        return new WeakReference(function);
    }

    private void StartedOn(Func<long, TimeSpan>? duration = null, int slots = 1024)
    {
        Started(NewRun(ring: LargeRing));
        _device = new FakeDevice(Run.Time, duration, slots);
    }

    private Func<string[]> CreateEventProbe()
    {
        var texts = new ConcurrentQueue<string>();
        Sys.EventStream.Subscribe(Sys.ActorOf(Props.Create(() => new Listener(texts))), typeof(Akka.Event.Warning));
        return () => [.. texts];
    }

    /// <summary>A value without a slot, for which the device is asked all the same.</summary>
    private sealed class AskingValue(FakeDevice device) : DeviceValue
    {
        public override Device Device => device;

        public override nint Stream => 0;

        public override void Deliver() => Place.Fill(1);
    }

    /// <summary>A value that is there and is read by the run.</summary>
    private sealed class AtHand(double number) : AwaitedValue
    {
        public override void Deliver() => Place.Fill(number);
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> texts) => Receive<Akka.Event.Warning>(warning => texts.Enqueue(warning.Message.ToString()!));
    }
}
