using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using WandbActors.Actors.Threads;

namespace WandbActors.Actors.Tests.Threads;

public sealed class DueCallsSpecs
{
    private const long Step = 10;

    private readonly DueCalls _calls = new(Step);

    [Fact]
    public void Nothing_is_due_of_nothing()
    {
        Assert.Equal(long.MaxValue, _calls.NextDue);
        Assert.Null(_calls.Take(long.MaxValue));
    }

    [Fact]
    public void Times_are_rounded_up_to_steps()
    {
        var call = Once();

        _calls.Add(call, due: 11);

        Assert.Equal(20, _calls.NextDue);
        Assert.Null(_calls.Take(19));
        Assert.Same(call, _calls.Take(20));
    }

    [Fact]
    public void The_earliest_comes_first_and_of_those_due_at_once_the_one_that_was_added_first()
    {
        var (first, second, third) = (Once(), Once(), Once());
        _calls.Add(third, 30);
        _calls.Add(first, 20);
        _calls.Add(second, 20);

        Assert.Same(first, _calls.Take(100));
        Assert.Same(second, _calls.Take(100));
        Assert.Same(third, _calls.Take(100));
        Assert.Null(_calls.Take(100));
    }

    [Fact]
    public void A_call_that_repeats_keeps_its_pace()
    {
        _calls.Add(Every(20), 20);

        Assert.NotNull(_calls.Take(23));

        Assert.Equal(40, _calls.NextDue);
    }

    [Fact]
    public void Times_that_were_missed_are_left_out()
    {
        _calls.Add(Every(20), 20);

        Assert.NotNull(_calls.Take(95));

        Assert.Null(_calls.Take(95));
        Assert.Equal(120, _calls.NextDue);
    }

    [Fact]
    public void What_was_cancelled_does_not_happen_again()
    {
        using var cancelable = new Cancelable((IScheduler)new VirtualScheduler(Config.Empty, NoLogger.Instance));
        _calls.Add(new ScheduledCall(new ActionRunnable(() => { }), 20, cancelable), 20);
        Assert.NotNull(_calls.Take(20));

        cancelable.Cancel();

        Assert.Null(_calls.Take(long.MaxValue / 2));
        Assert.Equal(0, _calls.Count);
    }

    [Fact]
    public void Cancelled_calls_of_the_far_future_take_no_memory_for_long()
    {
        using var cancelable = new Cancelable((IScheduler)new VirtualScheduler(Config.Empty, NoLogger.Instance));
        cancelable.Cancel();
        var kept = Once();
        _calls.Add(kept, 1_000);

        for (var i = 0; i < 100_000; i++)
            _calls.Add(new ScheduledCall(new ActionRunnable(() => { }), 0, cancelable), 1_000_000);

        Assert.InRange(_calls.Count, 1, 2_000);
        Assert.Same(kept, _calls.Take(1_000));
    }

    private static ScheduledCall Once() => Every(0);

    private static ScheduledCall Every(long interval) => new(new ActionRunnable(() => { }), interval, null);
}
