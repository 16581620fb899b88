using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class SendPaceSpecs
{
    private readonly FakeTimeProvider _time = new();
    private readonly SendPace _pace;

    public SendPaceSpecs() => _pace = new SendPace(_time, SendPeriods.Default);

    [Fact]
    public void An_hour_of_logging_without_pause_takes_266_requests()
    {
        var requests = 0;
        for (var start = _time.GetTimestamp(); _time.GetElapsedTime(start) < TimeSpan.FromHours(1); requests++)
        {
            _pace.RequestSent();
            _time.Advance(_pace.UntilRequest());
        }

        // One each 2 s in the first minute, then one each 15 s: 30 at 0 to 58 s, one at 60 s, 235 from 75 to 3,585 s.
        Assert.Equal(30 + 1 + 235, requests);
    }

    [Fact]
    public void A_quiet_hour_takes_a_heartbeat_each_30_seconds()
    {
        var heartbeats = 0;
        for (var start = _time.GetTimestamp(); _time.GetElapsedTime(start) < TimeSpan.FromHours(1);)
        {
            _time.Advance(_pace.UntilHeartbeat());
            _pace.HeartbeatSent();
            heartbeats++;
        }

        Assert.Equal(120, heartbeats);
    }

    [Fact]
    public void The_first_request_goes_at_once() => Assert.Equal(TimeSpan.Zero, _pace.UntilRequest());

    [Fact]
    public void After_a_pause_the_next_request_goes_at_once()
    {
        _pace.RequestSent();
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TimeSpan.Zero, _pace.UntilRequest());
    }

    [Fact]
    public void A_wait_that_was_answered_does_not_grow_when_the_run_stops_being_young()
    {
        _time.Advance(TimeSpan.FromSeconds(59));
        _pace.RequestSent();
        var answered = _pace.UntilRequest();
        _time.Advance(answered);

        Assert.Equal(TimeSpan.FromSeconds(2), answered);
        Assert.Equal(TimeSpan.Zero, _pace.UntilRequest());
    }

    [Fact]
    public void A_request_puts_the_heartbeat_off_but_a_heartbeat_puts_no_request_off()
    {
        _time.Advance(TimeSpan.FromSeconds(20));
        _pace.RequestSent();
        var untilHeartbeat = _pace.UntilHeartbeat();
        _time.Advance(TimeSpan.FromSeconds(30));
        _pace.HeartbeatSent();

        Assert.Equal(TimeSpan.FromSeconds(30), untilHeartbeat);
        Assert.Equal(TimeSpan.Zero, _pace.UntilRequest());
        Assert.Equal(TimeSpan.FromSeconds(30), _pace.UntilHeartbeat());
    }

    [Fact]
    public void A_period_shorter_than_the_early_one_holds_from_the_start()
    {
        var pace = new SendPace(_time, SendPeriods.Default with { Period = TimeSpan.FromMilliseconds(10) });

        pace.RequestSent();

        Assert.Equal(TimeSpan.FromMilliseconds(10), pace.UntilRequest());
    }
}
