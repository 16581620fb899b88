using System.Diagnostics;
using Xunit.Abstractions;

namespace WandbActors.Actors.Tests.Simulating;

[Collection(nameof(Alone))]
public sealed class OutageSpecs(ITestOutputHelper output)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SevenDays = TimeSpan.FromDays(7);

    [Fact]
    public void After_seven_days_without_a_server_it_has_every_row_once_in_order_and_that_took_less_than_ten_seconds()
    {
        var watch = Stopwatch.StartNew();
        using var simulation = new SimulatedSystem(seed: 1);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: Minute);
        simulation.RunFor(10 * Minute);

        server.Weather = () => Down(simulation);
        simulation.RunFor(SevenDays - Minute);
        server.Weather = () => null;
        simulation.RunFor(10 * Minute);
        var status = run.Finish();

        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: {simulation.Runs} mailbox runs, {server.Faults} failed requests, {run.Rows} rows");
        Assert.Empty(simulation.Strays);
        Assert.Equal(Enumerable.Range(0, run.Rows), run.RowsOnServer);
        Assert.Equal(UploadState.Complete, status.Upload);
        Assert.Equal(status.Ledger.HistoryRecords, status.Ledger.OnServer);
        Assert.Empty(server.Backend.Violations);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void After_more_than_seven_days_uploading_stops_once_and_says_so_while_logging_goes_on()
    {
        using var simulation = new SimulatedSystem(seed: 2);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: Minute);
        simulation.RunFor(10 * Minute);
        server.Weather = () => Down(simulation);

        simulation.RunFor(SevenDays - (10 * Minute));
        var before = run.Status();
        simulation.RunFor(TimeSpan.FromHours(1));
        var (stopped, asked) = (run.Status(), server.Faults);
        simulation.RunFor(TimeSpan.FromHours(12));
        var after = run.Status();

        Assert.Empty(simulation.Strays);
        Assert.Equal(UploadState.Waiting, before.Upload);
        Assert.Equal(UploadState.Stopped, stopped.Upload);
        Assert.Contains("given up after 10085 retries", stopped.Problem);
        Assert.Equal(asked, server.Faults);
        Assert.Equal(run.Rows, after.Ledger.HistoryRecords);
        Assert.True(after.Ledger.HistoryRecords > stopped.Ledger.HistoryRecords + 700);
        Assert.Equal(Enumerable.Range(0, run.RowsOnServer.Length), run.RowsOnServer);
    }

    [Fact]
    public void What_is_said_beside_the_rows_arrives_after_a_day_without_a_server()
    {
        using var simulation = new SimulatedSystem(seed: 3);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: Minute);
        simulation.RunFor(10 * Minute);

        server.Weather = () => Down(simulation);
        run.Configure("late", 7);
        run.Alert("late");
        run.Save("late.txt");
        run.LogArtifact("late", "weights");
        simulation.RunFor(TimeSpan.FromDays(1));
        server.Weather = () => null;
        simulation.RunFor(10 * Minute);
        var status = run.Finish();

        Assert.Empty(simulation.Strays);
        Assert.Null(status.Problem);
        Assert.Contains("late", ((string?)run.OnServer.Variable("config"))!, StringComparison.Ordinal);
        Assert.Single(run.OnServer.Alerts);
        Assert.Contains("late.txt", run.OnServer.Files.Keys);
        Assert.Single(server.Backend.Artifacts);
        Assert.Empty(server.Backend.Violations);
    }

    // What is away shows itself in more than one way.
    private static Fault Down(SimulatedSystem simulation) => simulation.Chance.Next(10) == 0 ? Fault.Reset() : Fault.Answer(503);
}
