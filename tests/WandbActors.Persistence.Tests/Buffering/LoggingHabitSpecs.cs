using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public sealed class LoggingHabitSpecs
{
    private readonly LoggingHabits _habits = new();

    [Fact]
    public void Calls_over_a_millisecond_are_counted_and_the_third_is_said_with_its_metric()
    {
        WarmUp();
        for (var call = 0; call < 5; call++)
        {
            _habits.NoteCall(TimeSpan.FromMilliseconds(0.9), "fast");
            _habits.NoteCall(TimeSpan.FromMilliseconds(2.5), $"slow{call}");
        }

        Assert.Equal(5, _habits.SlowCalls);
        Assert.True(_habits.TryTakeRemark(out var remark));
        Assert.Contains("\"slow2\" took 3 ms", remark, StringComparison.Ordinal);
        Assert.False(_habits.TryTakeRemark(out _));
    }

    [Fact]
    public void The_first_calls_whose_code_is_just_being_compiled_are_nobodys_habit()
    {
        for (var call = 0; call < 20; call++)
            _habits.NoteCall(TimeSpan.FromMilliseconds(9), "image");

        Assert.Equal(0, _habits.SlowCalls);
        Assert.False(_habits.TryTakeRemark(out _));
    }

    [Fact]
    public void Waiting_is_said_once()
    {
        _habits.NoteWait(TimeSpan.FromSeconds(1));
        _habits.NoteWait(TimeSpan.FromSeconds(2));

        Assert.True(_habits.TryTakeRemark(out var wait));
        Assert.False(_habits.TryTakeRemark(out _));
        Assert.Contains("1,000 ms", wait, StringComparison.Ordinal);
        Assert.Equal(2, _habits.SlowCalls);
    }

    [Fact]
    public void Values_that_were_cut_are_said_once_for_each_metric_and_of_so_many_metrics_only()
    {
        for (var i = 0; i < 60; i++)
            _habits.NoteCut($"metric{i / 2}", "(cycle)");

        var said = new List<string>();
        while (_habits.TryTakeRemark(out var remark))
            said.Add(remark.Split(' ')[0]);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"\"metric{i}\""), said);
        Assert.Equal(60, _habits.ValuesCut);
    }

    [Fact]
    public void A_value_that_takes_its_time_at_the_call_is_noticed()
    {
        var time = new FakeTimeProvider();
        using var some = new SomeBuffer(time: time);
        var buffer = some.Buffer;
        for (var call = 0; call < 20; call++)
            buffer.Append([("text", "while the code is compiled")], null, commit: true);
        for (var call = 0; call < 3; call++)
            buffer.Append([("slow", new MetricValue(new SlowValue(time)))], null, commit: true);
        buffer.Append([("fast", 1)], null, commit: true);

        Assert.Equal(3, buffer.Counters.Habits.SlowCalls);
        Assert.True(buffer.Counters.Habits.TryTakeRemark(out var remark));
        Assert.Contains("\"slow\"", remark, StringComparison.Ordinal);
    }

    private void WarmUp()
    {
        for (var call = 0; call < 20; call++)
            _habits.NoteCall(TimeSpan.Zero, "any");
    }

    private sealed class SlowValue(FakeTimeProvider time) : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place) => time.Advance(TimeSpan.FromMilliseconds(5));
    }
}
