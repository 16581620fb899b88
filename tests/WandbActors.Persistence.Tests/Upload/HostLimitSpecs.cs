using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class HostLimitSpecs
{
    private readonly FakeTimeProvider _time = new();
    private readonly HostLimit _limit;

    public HostLimitSpecs() => _limit = new HostLimit(_time);

    [Fact]
    public void A_hundred_runs_at_once_are_spread_over_ten_seconds()
    {
        var waits = Enumerable.Range(0, 100).Select(_ => _limit.Reserve().TotalMilliseconds).ToArray();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * 100.0), waits);
    }

    [Fact]
    public void All_threads_get_places_of_their_own()
    {
        var waits = new System.Collections.Concurrent.ConcurrentBag<TimeSpan>();

        Parallel.For(0, 1000, _ => waits.Add(_limit.Reserve()));

        Assert.Equal(1000, waits.Distinct().Count());
        Assert.Equal(TimeSpan.FromSeconds(99.9), waits.Max());
    }

    [Fact]
    public void Time_that_nobody_used_is_not_saved_up()
    {
        _limit.Reserve();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, _limit.Reserve());
        Assert.Equal(TimeSpan.FromMilliseconds(100), _limit.Reserve());
    }

    [Fact]
    public void What_the_server_has_left_is_spread_over_its_window()
    {
        _limit.Obey(new RateLimit(5, TimeSpan.FromSeconds(10)));

        var waits = Enumerable.Range(0, 7).Select(_ => _limit.Reserve().TotalSeconds);

        Assert.Equal([0, 2, 4, 6, 8, 10, 10.1], waits);
    }

    [Fact]
    public void A_server_with_nothing_left_is_left_alone_until_its_window_ends()
    {
        _limit.Obey(new RateLimit(0, TimeSpan.FromSeconds(40)));

        Assert.Equal(TimeSpan.FromSeconds(40), _limit.Reserve());
        Assert.Equal(TimeSpan.FromSeconds(40.1), _limit.Reserve());
    }

    [Fact]
    public void A_generous_server_does_not_make_us_faster()
    {
        _limit.Obey(new RateLimit(100_000, TimeSpan.FromSeconds(1)));

        _limit.Reserve();

        Assert.Equal(TimeSpan.FromMilliseconds(100), _limit.Reserve());
    }
}
