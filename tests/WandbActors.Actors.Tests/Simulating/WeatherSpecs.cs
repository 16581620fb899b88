using Xunit.Abstractions;

namespace WandbActors.Actors.Tests.Simulating;

public sealed class WeatherSpecs(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_a_day_of_bad_weather_with_an_uploader_that_breaks_the_server_has_every_row_once_in_order(int seed)
    {
        using var simulation = new SimulatedSystem(seed);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: TimeSpan.FromMinutes(1));
        var weather = new BadWeather(simulation);
        server.Weather = weather.Next;
        using var breaking = Breaking(simulation, run);

        simulation.RunFor(TimeSpan.FromDays(1));
        server.Weather = () => null;
        simulation.RunFor(TimeSpan.FromMinutes(20));
        breaking.Dispose();
        simulation.RunFor(TimeSpan.FromMinutes(5));
        var status = run.Finish();

        output.WriteLine($"{simulation.Runs} mailbox runs, {server.Faults} faults ({weather}), {run.Rows} rows, {run.OnServer.Upserts.Count} upserts");
        Assert.Empty(simulation.Strays);
        Assert.Empty(server.Backend.Violations);
        Assert.Equal(Enumerable.Range(0, run.Rows), run.RowsOnServer);
        Assert.Equal((UploadState.Complete, run.Rows), (status.Upload, status.Ledger.OnServer));
    }

    [Fact]
    public void The_same_seed_does_the_same_and_another_something_else()
    {
        string[] traces = [.. new[] { 11, 11, 12 }.Select(TraceOf)];

        output.WriteLine(string.Join(" ", traces));
        Assert.Equal(traces[0], traces[1]);
        Assert.NotEqual(traces[0], traces[2]);
    }

    private static string TraceOf(int seed)
    {
        using var simulation = new SimulatedSystem(seed);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: TimeSpan.FromSeconds(20));
        server.Weather = new BadWeather(simulation).Next;
        using var breaking = Breaking(simulation, run);

        simulation.RunFor(TimeSpan.FromHours(6));

        Assert.Empty(simulation.Strays);
        return simulation.Trace;
    }

    // About every quarter of an hour, whatever it is doing.
    private static ITimer Breaking(SimulatedSystem simulation, LoggingRun run) => simulation.Time.CreateTimer(
        _ =>
        {
            if (simulation.Chance.Next(130) == 0)
                run.BreakUploader();
        },
        null,
        TimeSpan.FromSeconds(7),
        TimeSpan.FromSeconds(7));
}
