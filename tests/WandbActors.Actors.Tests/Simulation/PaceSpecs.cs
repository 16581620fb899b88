using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Simulation;

public sealed class PaceSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Twenty_runs_of_one_process_share_ten_requests_a_second_and_each_gets_its_turn()
    {
        using var simulation = new SimulatedSystem(seed: 3);
        var server = new SimulatedServer(simulation);
        SimulatedRun[] runs = [.. Enumerable.Range(0, 20).Select(run => new SimulatedRun(simulation, server, every: Second, id: $"r{run}"))];

        simulation.RunFor(120 * Second);

        Assert.InRange(MostWithin(Second, server.Arrivals), 8, 11);
        Assert.All(runs, run => Assert.InRange(run.RowsOnServer.Length, run.Rows - 20, run.Rows));
        Assert.Empty(server.Backend.Violations);
        Array.ForEach(runs, run => run.Dispose());
    }

    [Fact]
    public void When_the_server_says_to_one_of_them_that_nothing_is_left_all_wait_until_its_window_ends()
    {
        using var simulation = new SimulatedSystem(seed: 4);
        var server = new SimulatedServer(simulation);
        SimulatedRun[] runs = [.. Enumerable.Range(0, 20).Select(run => new SimulatedRun(simulation, server, every: Second, id: $"r{run}"))];
        simulation.RunFor(30 * Second);

        server.Backend.Script(RecordingBackend.FileStream, Fault.Limited("0", "60"));
        simulation.RunFor(4 * Second); // those that had their places before have gone
        server.Arrivals.Clear();
        simulation.RunFor(55 * Second);
        var meanwhile = server.Arrivals.Count;
        simulation.RunFor(10 * Second);

        Assert.Equal(0, meanwhile);
        Assert.InRange(server.Arrivals.Count, 50, 110);
        Assert.Empty(server.Backend.Violations);
        Array.ForEach(runs, run => run.Dispose());
    }

    private static int MostWithin(TimeSpan span, List<DateTimeOffset> arrivals) =>
        arrivals.Select((arrival, index) => arrivals.Skip(index).TakeWhile(later => later - arrival < span).Count()).Max();
}
