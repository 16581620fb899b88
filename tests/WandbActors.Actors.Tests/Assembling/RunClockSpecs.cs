using WandbActors.Actors.Assembling;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class RunClockSpecs
{
    private static readonly DateTime Start = new(2026, 8, 21, 10, 15, 0, DateTimeKind.Utc);

    [Fact]
    public void A_time_is_unix_seconds_with_their_fraction() =>
        Assert.Equal(1787307300.25, RunClock.Timestamp(Start.AddMilliseconds(250).Ticks));

    [Fact]
    public void The_runtime_goes_on_from_earlier_attempts() =>
        Assert.Equal(61.5, new RunClock(Start.Ticks, 60).Runtime(Start.AddSeconds(1.5).Ticks));

    [Fact]
    public void A_clock_that_was_set_back_makes_no_negative_runtime() =>
        Assert.Equal(60, new RunClock(Start.Ticks, 60).Runtime(Start.AddHours(-1).Ticks));
}
