using FsCheck.Xunit;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class RetryScheduleSpecs
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(3, 16)]
    [InlineData(4, 32)]
    [InlineData(5, 60)]
    [InlineData(10_084, 60)]
    public void Delays_double_from_2_to_60_seconds(int retry, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Schedule(0).DelayBefore(retry));

    [Fact]
    public void Other_bounds_are_kept_too()
    {
        var schedule = new RetrySchedule(int.MaxValue, () => 0, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));

        Assert.Equal([100, 200, 400, 800, 1000, 1000], Enumerable.Range(0, 6).Select(retry => schedule.DelayBefore(retry)!.Value.TotalMilliseconds));
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.DelayBefore(int.MaxValue - 1));
    }

    [Fact]
    public void Chance_adds_up_to_a_quarter_but_nothing_above_60_seconds()
    {
        Assert.Equal(TimeSpan.FromSeconds(2.25), Schedule(0.5).DelayBefore(0));
        Assert.Equal(TimeSpan.FromSeconds(40), Schedule(1).DelayBefore(4));
        Assert.Equal(TimeSpan.FromSeconds(60), Schedule(1).DelayBefore(5));
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 100)]
    [InlineData(3, 300)]
    [InlineData(10_084, 300)]
    public void The_first_and_the_longest_wait_can_be_set(int retry, double milliseconds)
    {
        var schedule = new RetrySchedule(RetrySchedule.FileStreamRetries, () => 0, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(300));

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), schedule.DelayBefore(retry));
    }

    [Fact]
    public void The_servers_word_is_taken_as_it_is() => Assert.Equal(TimeSpan.FromHours(3), Schedule(1).DelayBefore(0, TimeSpan.FromHours(3)));

    [Fact]
    public void It_gives_up_after_seven_days()
    {
        var schedule = Schedule(0);

        var total = Enumerable.Range(0, RetrySchedule.FileStreamRetries).Aggregate(TimeSpan.Zero, (sum, retry) => sum + schedule.DelayBefore(retry)!.Value);

        Assert.Equal(10_085, RetrySchedule.FileStreamRetries);
        Assert.Equal(7, total.TotalDays, 0.001);
        Assert.Null(schedule.DelayBefore(RetrySchedule.FileStreamRetries));
        Assert.Null(schedule.DelayBefore(RetrySchedule.FileStreamRetries, TimeSpan.FromSeconds(1)));
    }

    [Property]
    public bool No_delay_leaves_its_bounds(byte chance, ushort retry) =>
        new RetrySchedule(int.MaxValue, () => chance / 256.0).DelayBefore(retry) is { TotalSeconds: >= 2 and <= 60 };

    private static RetrySchedule Schedule(double random) => new(RetrySchedule.FileStreamRetries, () => random);
}
