namespace WandbActors.TestKit.Tests;

public sealed class ServerWeatherSpecs : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Simulation _simulation = new(seed: 3);
    private readonly SimulatedRun _run;
    private readonly ITimer _logging;
    private int _rows;

    public ServerWeatherSpecs()
    {
        _run = _simulation.StartRun();
        _logging = _simulation.Every(5 * Minute, () => _run.Log(("row", _rows++)));
    }

    public void Dispose() => _simulation.Dispose();

    [Fact]
    public void After_a_week_without_a_server_it_has_every_row_once()
    {
        _simulation.RunFor(10 * Minute);
        _simulation.Server.GoDown(lasting: TimeSpan.FromDays(6.9));
        _simulation.RunFor(TimeSpan.FromDays(6.5));
        var (during, problem) = (_run.Ledger, _run.Status.Problem);
        _simulation.RunFor(TimeSpan.FromDays(0.5));

        Finish();

        Assert.InRange(during.Waiting, 1_800, 2_000);
        Assert.NotNull(problem);
        _run.OnServer.ShouldHaveEachRowOnce("row", _rows).ShouldBeComplete();
        Assert.InRange(_simulation.Server.FaultCount, 9_000, 11_000);
    }

    [Fact]
    public void In_bad_weather_every_row_arrives_once()
    {
        _simulation.Server.TurnBad(oneIn: 2);
        _simulation.RunFor(TimeSpan.FromHours(6));
        _simulation.Server.TurnGood();
        _simulation.RunFor(20 * Minute);

        Finish();

        _run.OnServer.ShouldHaveEachRowOnce("row", _rows);
        Assert.InRange(_simulation.Server.FaultCount, 50, 10_000);
    }

    [Fact]
    public void What_is_scripted_meets_the_next_requests_of_its_kind()
    {
        _simulation.RunFor(12 * Minute);
        var before = _simulation.Server.Requests.Count(request => request.Kind == RecordingBackend.FileStream);

        _simulation.Server.Script(RecordingBackend.FileStream, Fault.Answer(429, retryAfter: "900"), Fault.LostAnswer());
        _simulation.RunFor(6 * Minute);
        var meanwhile = _simulation.Server.Requests.Count(request => request.Kind == RecordingBackend.FileStream);
        _simulation.RunFor(30 * Minute);
        Finish();

        Assert.Equal(before + 1, meanwhile);
        Assert.Equal(2, _simulation.Server.FaultCount);
        _run.OnServer.ShouldHaveEachRowOnce("row", _rows);
    }

    [Fact]
    public void A_server_that_refuses_for_good_stops_the_sending_and_not_the_log()
    {
        _simulation.RunFor(12 * Minute);
        _simulation.Server.Weather = kind => kind == RecordingBackend.FileStream ? Fault.Answer(403, body: """{"error":"not for you"}""") : null;

        _simulation.RunFor(10 * Minute);

        Assert.Equal(UploadState.Stopped, _run.Status.Upload);
        Assert.Contains("not for you", _run.Status.Problem);
        Assert.Equal(_rows, _run.Ledger.InLog + _run.Ledger.InRing);
        _run.ShouldBalance(offered: _rows);
    }

    private void Finish()
    {
        _logging.Dispose();
        _run.Finish();
        _run.ShouldHaveEachRowOnce().ShouldBalance(offered: _rows);
        _simulation.Server.ShouldHaveNoViolations();
    }
}
