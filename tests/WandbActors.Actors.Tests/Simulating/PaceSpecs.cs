using System.Text.Json.Nodes;

namespace WandbActors.Actors.Tests.Simulating;

public sealed class PaceSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Twenty_runs_of_one_process_share_ten_requests_a_second_and_each_gets_its_turn()
    {
        using var simulation = new SimulatedSystem(seed: 3);
        var server = new SimulatedNetwork(simulation);
        LoggingRun[] runs = [.. Enumerable.Range(0, 20).Select(run => new LoggingRun(simulation, server, every: Second, id: $"r{run}"))];

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
        var server = new SimulatedNetwork(simulation);
        LoggingRun[] runs = [.. Enumerable.Range(0, 20).Select(run => new LoggingRun(simulation, server, every: Second, id: $"r{run}"))];
        simulation.RunFor(30 * Second);

        server.Backend.Script(RecordingBackend.FileStream, Fault.Limited("0", "60"));
        simulation.RunFor(4 * Second); // those that had their places before have gone
        server.Arrivals.Clear();
        simulation.RunFor(55 * Second);
        var meanwhile = server.Arrivals.Count;
        simulation.RunFor(10 * Second);

        Assert.Equal(0, meanwhile);
        Assert.InRange(server.Arrivals.Count, 20, 110); // a request takes along all that has waited
        Assert.Empty(server.Backend.Violations);
        Array.ForEach(runs, run => run.Dispose());
    }

    [Fact]
    public void A_request_takes_along_what_came_while_it_waited_for_its_place()
    {
        using var simulation = new SimulatedSystem(seed: 5);
        var start = simulation.Time.GetUtcNow();
        var server = new SimulatedNetwork(simulation);
        LoggingRun[] runs = [.. Enumerable.Range(0, 20).Select(run =>
            new LoggingRun(simulation, server, every: Second, id: $"r{run}", upload => upload with { RequestsPerSecond = 1 }))];

        simulation.RunFor(300 * Second);

        var requests = runs.Select(run => run.OnServer.Requests.Where(request => request.Kind == RecordingBackend.FileStream).ToList()).ToList();
        Assert.All(requests, own => Assert.InRange(own.Count, 5, 30));
        Assert.All(requests, own => Assert.All(own.Skip(3), request => Assert.InRange(NewestRow(request), (request.ArrivedAt - start).TotalSeconds - 4, 300)));
        Array.ForEach(runs, run => run.Dispose());
    }

    [Fact]
    public void And_what_was_sent_beside_the_lines_takes_no_place_from_them()
    {
        using var simulation = new SimulatedSystem(seed: 6);
        var start = simulation.Time.GetUtcNow();
        var server = new SimulatedNetwork(simulation);
        LoggingRun[] runs = [.. Enumerable.Range(0, 20).Select(run =>
            new LoggingRun(simulation, server, every: Second, id: $"r{run}", upload => upload with { RequestsPerSecond = 1 }))];

        for (var file = 0; file < 10; file++)
        {
            simulation.RunFor(30 * Second);
            Array.ForEach(runs, run => run.Save($"{file}.txt"));
        }

        var withRows = runs.Select(run => run.OnServer.Requests.Where(request => request.Kind == RecordingBackend.FileStream && request.Body.AsSpan().IndexOf("wandb-history"u8) >= 0));
        Assert.All(withRows, own => Assert.All(own.Skip(3), request => Assert.InRange(NewestRow(request), (request.ArrivedAt - start).TotalSeconds - 4, 300)));
        Array.ForEach(runs, run => run.Dispose());
    }

    // Each is a second younger than the one before.
    private static int NewestRow(RecordedRequest request)
    {
        var lines = JsonNode.Parse(request.Body)!["files"]!["wandb-history.jsonl"]!["content"]!.AsArray();
        return (int)JsonNode.Parse((string)lines[^1]!)!["row"]!;
    }

    private static int MostWithin(TimeSpan span, List<DateTimeOffset> arrivals) =>
        arrivals.Select((arrival, index) => arrivals.Skip(index).TakeWhile(later => later - arrival < span).Count()).Max();
}
