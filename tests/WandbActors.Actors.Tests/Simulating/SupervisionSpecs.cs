using System.Text;
using System.Text.Json.Nodes;

namespace WandbActors.Actors.Tests.Simulating;

/// <summary>
/// What the failure of each part of the uploader leads to: the whole uploader starts again from its bookmark, and the run ends as if
/// nothing had been.
/// </summary>
public sealed class SupervisionSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("")] // the uploader itself
    [InlineData("/$*")] // the registration, or the request with the lines
    [InlineData("/$*/$*")] // the registration's calls
    [InlineData("/errands")]
    [InlineData("/errands/changes")]
    [InlineData("/errands/changes/$*")]
    [InlineData("/errands/files")]
    [InlineData("/errands/files/$*")]
    [InlineData("/errands/artifacts")]
    [InlineData("/errands/artifacts/$*")]
    [InlineData("/errands/artifacts/$*/$*")]
    [InlineData("/errands/artifacts/$*/files/reader")]
    [InlineData("/bookmark")]
    [InlineData("/StreamSupervisor*")]
    public void A_part_that_fails_again_and_again_at_work_costs_requests_and_nothing_else(string part)
    {
        using var simulation = new SimulatedSystem(seed: 9);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: 5 * Second, change: settings => settings with { RestartMax = 10 * Second });
        server.Weather = () => simulation.Chance.Next(3) == 0 ? Fault.Answer(503) : null; // so that there is something to be in the middle of
        using var killing = simulation.Time.CreateTimer(_ => run.Kill(part), null, 0.11 * Second, 31.3 * Second);
        for (var minute = 0; minute < 30; minute++)
        {
            run.Save($"{minute}.txt");
            run.Configure("minute", minute);
            run.LogArtifact($"model-{minute % 3}", $"{minute}");
            simulation.RunFor(60 * Second);
        }

        killing.Dispose();
        server.Weather = () => null;
        simulation.RunFor(180 * Second);
        var status = run.Finish();

        Assert.Equal((UploadState.Complete, (long)run.Rows), (status.Upload, status.Ledger.OnServer));
        Assert.Equal(Enumerable.Range(0, run.Rows), run.RowsOnServer);
        Assert.Equal(Enumerable.Range(0, 30).Select(minute => $"{minute}.txt").Order(), run.OnServer.Files.Keys.Where(name => name.EndsWith(".txt", StringComparison.Ordinal)).Order());
        Assert.Equal(29, (int)JsonNode.Parse((string)run.OnServer.Variable("config")!)!["minute"]!["value"]!);
        Assert.Equal(0, run.OnServer.ExitCode);
        for (var sequence = 0; sequence < 3; sequence++)
            Assert.Equal(Enumerable.Range(0, 10).Select(version => $"{(3 * version) + sequence}"), VersionsOf($"model-{sequence}", server));
        Assert.Empty(server.Backend.Violations);
        Assert.Empty(simulation.Strays);
    }

    [Theory]
    [InlineData("/errands")]
    [InlineData("/errands/changes")]
    [InlineData("/errands/files")]
    [InlineData("/errands/files/$*")]
    [InlineData("/errands/artifacts")]
    [InlineData("/errands/artifacts/$*")]
    [InlineData("/errands/artifacts/$*/files/$*")]
    public void One_that_fails_when_the_run_only_waits_for_it_does_not_hold_the_end_back(string part)
    {
        using var simulation = new SimulatedSystem(seed: 10);
        var server = new SimulatedNetwork(simulation);
        using var run = new LoggingRun(simulation, server, every: Second);
        simulation.RunFor(5 * Second);
        run.LogArtifact("model", "weights");
        server.Backend.Script("CreateRunFiles", Fault.Answer(503).Times(3));
        server.Backend.Script(RecordingBackend.Upload, Fault.Answer(503).Times(3));
        using var killing = simulation.Time.CreateTimer(_ => run.Kill(part), null, 3 * Second, Timeout.InfiniteTimeSpan);

        var status = run.Finish();

        Assert.Equal((UploadState.Complete, (long)run.Rows), (status.Upload, status.Ledger.OnServer));
        Assert.Contains("config.yaml", run.OnServer.Files.Keys);
        Assert.Equal(0, run.OnServer.ExitCode);
        Assert.Equal(["weights"], VersionsOf("model", server));
        Assert.Empty(server.Backend.Violations);
    }

    private static IEnumerable<string> VersionsOf(string name, SimulatedNetwork server) => server.Backend.Artifacts
        .Where(artifact => artifact.Name == name && artifact.IsCommitted)
        .OrderBy(artifact => artifact.Version)
        .Select(artifact => Encoding.UTF8.GetString(artifact.Files["text"]));
}
