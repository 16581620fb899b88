using WandbActors.Harness.Children;
using WandbActors.Harness.Kills;

namespace WandbActors.Reliability.Tests.Kills;

/// <summary>The checker of the kills must find what it is there for.</summary>
public class CallOrderSpecs
{
    [Fact]
    public void Each_threads_calls_in_their_order_are_fine()
    {
        var order = new CallOrder();
        foreach (var call in (CallMark[])[Call(0, 0), Call(1, 0), Call(0, 1), Call(1, 1)])
            order.TakeRow([call]);

        var (lost, invented) = End(order, 2, 2);

        Assert.Empty((CallMark[])[.. lost, .. invented, .. order.Doubled, .. order.Misplaced]);
    }

    [Fact]
    public void A_call_that_did_not_return_may_be_there_or_not()
    {
        var order = new CallOrder();
        order.TakeRow([Call(0, 0), Call(0, 1)]);

        var (lost, invented) = End(order, 1, 0);

        Assert.Empty((CallMark[])[.. lost, .. invented]);
    }

    [Fact]
    public void A_second_call_that_did_not_return_is_invented()
    {
        var order = new CallOrder();
        order.TakeRow([Call(0, 0), Call(0, 1), Call(0, 2)]);

        var (_, invented) = End(order, 1, 0);

        Assert.Equal([Call(0, 2)], invented);
    }

    [Fact]
    public void A_call_that_is_missing_is_lost()
    {
        var order = new CallOrder();
        order.TakeRow([Call(0, 0)]);
        order.TakeRow([Call(0, 2)]);

        var (lost, _) = End(order, 4, 1);

        Assert.Equal([Call(0, 1), Call(0, 3), Call(1, 0)], lost.OrderBy(call => (call.Thread, call.Number)));
    }

    [Fact]
    public void A_call_that_comes_again_is_doubled()
    {
        var order = new CallOrder();
        order.TakeRow([Call(0, 0)]);
        order.TakeRow([Call(0, 1)]);
        order.TakeRow([Call(0, 0)]);

        Assert.Equal([Call(0, 0)], order.Doubled);
    }

    [Fact]
    public void A_call_behind_later_ones_is_misplaced_and_not_lost()
    {
        var order = new CallOrder();
        foreach (var number in (int[])[0, 2, 1])
            order.TakeRow([Call(0, number)]);

        var (lost, _) = End(order, 3, 0);

        Assert.Equal([Call(0, 1)], order.Misplaced);
        Assert.Empty(lost);
    }

    [Fact]
    public void What_is_written_while_a_row_is_open_may_stand_before_it()
    {
        var order = new CallOrder();
        order.TakeAlone([Call(0, 1)]);
        order.TakeRow([Call(0, 0), Call(0, 2)]);

        Assert.Empty(order.Misplaced);
    }

    [Fact]
    public void What_is_written_at_once_keeps_its_own_order()
    {
        var order = new CallOrder();
        order.TakeAlone([Call(0, 1)]);
        order.TakeAlone([Call(0, 0)]);

        Assert.Equal([Call(0, 0)], order.Misplaced);
    }

    private static CallMark Call(int thread, long number) => new(thread, number);

    private static (List<CallMark> Lost, List<CallMark> Invented) End(CallOrder order, long first, long second) =>
        order.End([first, second, .. Enumerable.Repeat(0L, Acknowledgements.Threads - 2)]);
}
