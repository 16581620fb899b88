using System.Buffers;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class DeferredSpecs
{
    [Fact]
    public void A_row_waits_in_its_place_for_all_its_deferred_values()
    {
        using var some = new SomeBuffer();
        var (first, second) = (new RememberingDeferred(), new RememberingDeferred());
        some.Buffer.Append([("before", 1)], null, commit: true);
        some.Buffer.Append([("a", new MetricValue(first)), ("b", 2), ("c", new MetricValue(second))], null, commit: true);
        some.Buffer.Append([("after", 3)], null, commit: true);

        var before = some.ReadAll();
        second.Place.Fill(0.5);
        var withOne = some.ReadAll();
        first.Place.Fill(0.25);
        var withBoth = some.ReadAll();

        Assert.Equal(["row: before = 1"], before);
        Assert.Empty(withOne);
        Assert.Equal(["row: a = 0.25, b = 2, c = 0.5", "row: after = 3"], withBoth);
        Assert.Equal((1, 1), (first.Bindings, second.Bindings));
    }

    [Fact]
    public void A_reader_says_what_it_waits_for_and_since_when()
    {
        using var some = new SomeBuffer();
        var began = TimeProvider.System.GetUtcNow().UtcTicks;
        some.Buffer.Append([("a", new MetricValue(new RememberingDeferred()))], null, commit: true);

        some.ReadAll();

        Assert.Equal(ReadStop.WaitingForValues, some.Reader.Stop);
        Assert.InRange(some.Reader.WaitingSinceUtcTicks, began, TimeProvider.System.GetUtcNow().UtcTicks);
        Assert.False(some.Buffer.TryPark());
    }

    [Fact]
    public void What_is_given_up_is_counted_and_comes_too_late()
    {
        using var some = new SomeBuffer();
        var (arrived, late, hopeless) = (new RememberingDeferred(), new RememberingDeferred(), new RememberingDeferred());
        some.Buffer.Append([("a", new MetricValue(arrived)), ("b", new MetricValue(late)), ("c", new MetricValue(hopeless))], null, commit: true);
        some.ReadAll();

        Assert.True(arrived.Place.Fill(1));
        Assert.True(hopeless.Place.GiveUp());
        Assert.Equal(1, some.Reader.GiveUpDeferred(DeferredLoss.TimedOut));
        Assert.False(late.Place.Fill(2));
        Assert.False(arrived.Place.GiveUp());

        Assert.Equal(["row: a = 1, b = given up, c = given up"], some.ReadAll());
        Assert.Equal((1, 1), (some.Buffer.Counters.GivenUp(DeferredLoss.Failed), some.Buffer.Counters.GivenUp(DeferredLoss.TimedOut)));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(-0.0, "-0")]
    [InlineData(double.Epsilon, "5E-324")]
    public void Any_number_can_arrive(double number, string read)
    {
        using var some = new SomeBuffer();
        var value = new RememberingDeferred();
        some.Buffer.Append([("a", new MetricValue(value))], null, commit: true);

        Assert.True(value.Place.Fill(number));

        Assert.Equal([$"row: a = {read}"], some.ReadAll());
    }

    [Fact]
    public void Not_a_number_of_any_bits_is_neither_waiting_nor_given_up()
    {
        using var some = new SomeBuffer();
        var values = Enumerable.Range(0, 3).Select(_ => new RememberingDeferred()).ToArray();
        some.Buffer.Append([.. values.Select(value => ("a", new MetricValue(value)))], null, commit: true);
        long[] patterns = [DeferredSlot.GivenUp, DeferredSlot.Waiting(64), -1];

        foreach (var (value, pattern) in values.Zip(patterns))
            value.Place.Fill(BitConverter.Int64BitsToDouble(pattern));

        Assert.Equal(["row: a = NaN, a = NaN, a = NaN"], some.ReadAll());
    }

    public static TheoryData<MetricValue, string> AnyValue() => new()
    {
        { 7, "7" },
        { -140_737_488_355_328, "-140737488355328" }, // the largest that has room in a slot
        { long.MaxValue, "JSON 9223372036854775807" },
        { ulong.MaxValue, "JSON 18446744073709551615" },
        { true, "true" },
        { false, "false" },
        { "text \"quoted\"", "JSON \"text \\\"quoted\\\"\"" },
        { default, "JSON null" },
        { MetricValue.Of(new[] { 1.5, double.NaN }), "JSON [1.5,NaN]" },
        { MetricValue.Of(new Dictionary<string, int> { ["a"] = 1 }), "JSON {\"a\":1}" },
        { new SomeObject(), "an object" },
    };

    [Theory]
    [MemberData(nameof(AnyValue))]
    public void Any_value_can_arrive(MetricValue value, string read)
    {
        using var some = new SomeBuffer();
        var deferred = new RememberingDeferred();
        some.Buffer.Append([("a", deferred), ("b", 2)], null, commit: true);

        Assert.True(deferred.Place.Fill(value));

        Assert.Equal([$"row: a = {read}, b = 2"], some.ReadAll());
    }

    [Fact]
    public void Numbers_that_have_arrived_survive_the_process_and_objects_are_lost_with_it()
    {
        using var some = new SomeBuffer();
        var values = Enumerable.Range(0, 5).Select(_ => new RememberingDeferred()).ToArray();
        some.Buffer.Append([.. values.Select((value, i) => ($"v{i}", (MetricValue)value))], null, commit: true);

        values[0].Place.Fill(0.5);
        values[1].Place.Fill(-3);
        values[2].Place.Fill(true);
        values[3].Place.Fill("a text");

        Assert.Equal(["row: v0 = 0.5, v1 = -3, v2 = true, v3 = lost, v4 = given up"], some.ReadLeftBehind());
    }

    [Fact]
    public void A_value_that_comes_too_late_is_not_held()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = HeldObjects.BytesBeside });
        var (late, next) = (new RememberingDeferred(), new RememberingDeferred());
        some.Buffer.Append([("a", late), ("b", next)], null, commit: true);
        late.Place.GiveUp();

        Assert.False(late.Place.Fill(new SomeObject()));
        Assert.True(next.Place.Fill(new SomeObject()));

        Assert.Equal(["row: a = given up, b = an object"], some.ReadAll());
    }

    [Fact]
    public void What_a_value_held_is_let_go_when_its_row_is_released()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = HeldObjects.BytesBeside });
        for (var row = 0; row < 3; row++)
        {
            var value = new RememberingDeferred();
            some.Buffer.Append([("a", value)], null, commit: true);
            value.Place.Fill(new SomeObject());

            Assert.Equal(["row: a = an object"], some.ReadAll());
            some.Release();
        }

        Assert.Equal(0, some.Buffer.Counters.ObjectsLost);
    }

    [Fact]
    public void A_value_that_is_deferred_itself_is_none()
    {
        using var some = new SomeBuffer();
        var value = new RememberingDeferred();
        some.Buffer.Append([("a", value)], null, commit: true);

        Assert.False(value.Place.Fill(new RememberingDeferred()));

        Assert.Equal(["row: a = given up"], some.ReadAll());
    }

    [Fact]
    public void Of_a_refused_row_the_values_are_told_and_not_bound()
    {
        using var some = new SomeBuffer();
        var value = new RememberingDeferred();
        some.Buffer.Close();

        some.Buffer.Append([("a", value)], null, commit: true);

        Assert.Equal((0, 1), (value.Bindings, value.Abandonments));
    }

    [Fact]
    public void A_number_for_a_row_long_gone_changes_nothing()
    {
        using var some = new SomeBuffer();
        var gone = new RememberingDeferred();
        some.Buffer.Append([("a", new MetricValue(gone))], null, commit: true);
        some.ReadAll();
        some.Reader.GiveUpDeferred(DeferredLoss.TimedOut);
        some.ReadAll();
        some.Release();
        for (var halfLap = 0; halfLap < 6; halfLap++)
        {
            var rows = some.Buffer.RingBytes / 2 / 64;
            for (var i = 0; i < rows; i++)
                some.Buffer.Append([("a", new MetricValue(new RememberingDeferred()))], null, commit: true);

            Assert.False(gone.Place.Fill(1));
            Assert.False(gone.Place.GiveUp());

            for (var i = 0; i < rows; i++)
            {
                Assert.False(some.Reader.TryRead(out _));
                Assert.Equal(1, some.Reader.GiveUpDeferred(DeferredLoss.TimedOut));
                Assert.True(some.Reader.TryRead(out _));
            }

            some.Release();
        }
    }

    [Fact]
    public void Filling_and_giving_up_at_once_have_one_winner_and_readers_see_it()
    {
        using var some = new SomeBuffer();
        var givenUp = 0;
        using var both = new Barrier(2);
        const int rounds = 3000;
        var values = Enumerable.Range(0, rounds).Select(_ => new RememberingDeferred()).ToArray();
        var filled = new bool[rounds];

        var filler = new Thread(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                both.SignalAndWait();
                filled[i] = values[i].Place.Fill((double)i);
                both.SignalAndWait();
            }
        });
        filler.Start();
        for (var i = 0; i < rounds; i++)
        {
            some.Buffer.Append([("a", new MetricValue(values[i]))], null, commit: true);
            Assert.False(some.Reader.TryRead(out _));
            both.SignalAndWait();
            givenUp = some.Reader.GiveUpDeferred(DeferredLoss.TimedOut);
            both.SignalAndWait();

            Assert.True(some.Reader.TryRead(out var row));
            Assert.Equal(filled[i] ? 0 : 1, givenUp);
            Assert.Equal(!filled[i], row[0].IsGivenUp);
            Assert.Equal(filled[i] ? i : double.NaN, BitConverter.Int64BitsToDouble(row[0].Bits));
            some.Release();
        }

        filler.Join();
    }

    [Fact]
    public void A_deferred_value_may_log_while_it_is_bound_and_may_even_throw()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([("a", new MetricValue(new LoggingDeferred(some.Buffer))), ("note", "outer")], null, commit: true);

        Assert.Equal(["row: a = given up, note = Text outer", "row: note = Text inner"], some.ReadAll());
    }

    [Fact]
    public void A_number_that_arrives_after_the_buffer_is_gone_is_refused()
    {
        var value = new RememberingDeferred();
        using (var some = new SomeBuffer())
            some.Buffer.Append([("a", new MetricValue(value))], null, commit: true);

        Assert.False(value.Place.Fill(1));
        Assert.False(value.Place.GiveUp());
    }

    private sealed class SomeObject : DataType
    {
        public override string ToString() => "an object";

        protected internal override void WriteJson(IBufferWriter<byte> writer) => throw new NotSupportedException();
    }

    private sealed class LoggingDeferred(RowBuffer buffer) : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place)
        {
            buffer.Append([("note", "inner")], null, commit: true);
            throw new InvalidOperationException("against the rules");
        }
    }
}
