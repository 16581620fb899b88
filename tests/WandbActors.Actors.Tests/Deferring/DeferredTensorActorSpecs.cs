using Akka.Actor;
using WandbActors.Actors.Deferring;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Deferring;

/// <summary>A run whose values come from a device that is slow, out of order, silent or broken: in virtual time.</summary>
public sealed class DeferredTensorActorSpecs : DeferredRunSpecs
{
    [Fact]
    public async Task A_value_is_the_one_at_the_call_however_late_theDevice_comes_to_it()
    {
        StartedOn(duration: _ => TimeSpan.FromSeconds(1));
        var loss = Device.Tensor(0.5);

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
        var (slow, fast) = (Device.Tensor(1, stream: 1), Device.Tensor(2, stream: 2));
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
            Run.Log(("a", Device.Tensor(row).Deferred()));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(0, 500).Select(row => $"row {row}: a = {row}"), Run.Rows);
        Assert.InRange(Device.FencesSet, 1, 3);
        Assert.Equal(0, Device.OpenFences);
    }

    [Fact]
    public async Task ADevice_that_never_answers_costs_its_values_after_the_timeout_and_no_others()
    {
        StartedOn(duration: _ => Millisecond);
        Device.Stop();
        Run.Log(("a", Device.Tensor(1).Deferred()), ("b", 2));
        Run.Log(("b", 3));

        await Advance(TimeSpan.FromSeconds(59), TimeSpan.FromMilliseconds(100));
        var before = Run.Rows;
        await Advance(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100));

        Assert.Empty(before);
        Assert.Equal(["row 0: a = NaN, b = 2", "row 1: b = 3"], Run.Rows);
        Assert.Equal((1, 1), (Ledger.ValuesTimedOut, Ledger.ValuesLost));
    }

    [Fact]
    public async Task ADevice_that_answers_again_serves_the_later_rows_and_its_slots_come_back()
    {
        StartedOn(duration: _ => Millisecond, slots: 2);
        Device.Stop();
        Run.Log(("a", Device.Tensor(1).Deferred()));
        Run.Log(("a", Device.Tensor(2).Deferred()));
        await Advance(TimeSpan.FromSeconds(61), TimeSpan.FromMilliseconds(100));

        Device.GoOn();
        await Advance(TimeSpan.FromSeconds(1));
        Run.Log(("a", Device.Tensor(3).Deferred()));
        Run.Log(("a", Device.Tensor(4).Deferred()));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["row 0: a = NaN", "row 1: a = NaN", "row 2: a = 3", "row 3: a = 4"], Run.Rows);
    }

    [Fact]
    public async Task ADevice_that_fails_costs_its_values_is_said_once_and_everything_else_goes_on()
    {
        var warnings = RecordWarnings();
        StartedOn(duration: _ => TimeSpan.FromSeconds(5));
        Run.Log(("a", Device.Tensor(1).Deferred()), ("b", 2));
        await Advance(TimeSpan.FromSeconds(1));

        Device.Fail("an illegal address");
        await Advance(TimeSpan.FromSeconds(1));
        Run.Log(("a", Device.Tensor(2).Deferred()));
        Run.Log(("b", 3));
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["row 0: a = NaN, b = 2", "row 1: a = NaN", "row 2: b = 3"], Run.Rows);
        Assert.Equal((2, 2), (Ledger.ValuesFailed, Ledger.ValuesLost));
        Assert.Equal(0, Device.OpenFences);
        Assert.Single(warnings(), text => text.Contains("fake:0") && text.Contains("an illegal address"));
    }

    [Fact]
    public async Task When_too_many_are_under_way_the_next_is_given_up_at_once()
    {
        StartedOn(duration: _ => TimeSpan.FromSeconds(1), slots: 2);
        for (var row = 0; row < 3; row++)
            Run.Log(("a", Device.Tensor(row).Deferred()));

        await Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["row 0: a = 0", "row 1: a = 1", "row 2: a = NaN"], Run.Rows);
        Assert.Equal(1, Ledger.ValuesWithoutSlot);
    }

    [Fact]
    public async Task At_half_a_ring_the_oldest_are_given_up_and_no_row_is_refused()
    {
        StartedOn(duration: _ => Millisecond);
        Device.Stop();
        Run.Log(("a", Device.Tensor(1).Deferred()));
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
        Run.Log(("a", Device.Tensor(1).Deferred()));
        await Finished();
        var (rows, ledger) = (Run.Rows, Ledger);
        Run.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(Device.Slots.TryTake());

        using var second = new SomeRun(time: Run.Time).Begin();
        var actor = Sys.ActorOf(RunActor.PropsFor(second.Session));
        second.Log(("b", Device.Tensor(9).Deferred())); // given up, but it has the device asked
        second.Log(("c", new AskingValue(Device)));
        await Advance(TimeSpan.FromSeconds(1));
        Sys.Stop(actor);
        await Settle();

        Assert.Equal(["row 0: a = NaN"], rows);
        Assert.Equal(1, ledger.ValuesUnfinished);
        Assert.NotNull(Device.Slots.TryTake());
    }

    [Fact]
    public async Task Values_of_refused_rows_give_their_slots_back()
    {
        StartedOn(duration: _ => Millisecond, slots: 2);
        Run.Buffer.Close();
        for (var row = 0; row < 2; row++)
            Run.Buffer.Append([("a", Device.Tensor(row).Deferred())], null, commit: true);

        Assert.Null(Device.Slots.TryTake());
        Assert.False(Device.Abandoned.IsEmpty);
        await Finished();
    }

    [Fact]
    public async Task Nobody_asks_aDevice_from_which_nothing_is_awaited()
    {
        StartedOn(duration: _ => Millisecond);
        Run.Log(("a", Device.Tensor(1).Deferred()));
        await Advance(TimeSpan.FromSeconds(3));
        var actor = await Sys.ActorSelection(Actor.Path / "deferred").ResolveOne(TimeSpan.FromSeconds(10));
        var fences = Device.FencesSet;

        Device.Tensor(2).Deferred();
        await Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(fences, Device.FencesSet);
        Assert.False(actor.IsNobody());
    }

    /// <summary>A value without a slot, for which the device is asked all the same.</summary>
    private sealed class AskingValue(FakeDevice device) : DeviceValue
    {
        public override Device Device => device;

        public override nint Stream => 0;

        public override void Deliver() => Place.Fill(1);
    }
}
