using System.Text.Json.Nodes;
using WandbActors.Testing;

namespace WandbActors.Cli.Syncing;

/// <summary>Runs that are sent as others than their logs say.</summary>
public sealed class SyncElsewhereSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await RecordingBackend.StartAsync();

    [Fact]
    public async Task A_run_can_be_another_run_on_the_server_and_its_log_stays_as_it_is()
    {
        var log = new SomeRun("one") { Tags = ["draft", "kept"] }.WriteTo(_home);
        var bytes = await File.ReadAllBytesAsync(log);

        var exitCode = await SyncAsync(log, "-p", "other", "-e", "team", "--id", "two", "--job-type", "eval", "--replace-tags", "draft=final,absent=x");

        var run = _backend.Run("team", "other", "two");
        Assert.Equal((0, 3, "eval"), (exitCode, run.History.Count, (string?)run.Variable("jobType")));
        Assert.Equal(["final", "kept"], run.Variable("tags")!.AsArray().Select(tag => (string?)tag));
        Assert.Empty(_backend.Run("lab", "golden", "one").Requests);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(log));
        Assert.True(File.Exists(log + ".synced"));
    }

    [Fact]
    public async Task One_log_can_be_sent_to_several_places_and_again_to_each()
    {
        var log = new SomeRun("one").WriteTo(_home);
        await using var other = await RecordingBackend.StartAsync();

        Assert.Equal(0, await SyncAsync(log));
        Assert.Equal(0, await SyncAsync(log, "-p", "other"));
        Assert.Equal(0, await SyncAsync(log, "--base-url", other.BaseUrl));
        var requests = _backend.Requests.Count + other.Requests.Count;
        foreach (var options in (string[][])[[], ["-p", "other"], ["--base-url", other.BaseUrl]])
            Assert.Equal(0, await SyncAsync(log, options));

        Assert.Equal((3, 3, 3), (Rows(_backend, "golden"), Rows(_backend, "other"), Rows(other, "golden")));
        Assert.Equal(requests, _backend.Requests.Count + other.Requests.Count);
        Assert.Empty(_backend.Violations.Concat(other.Violations));
    }

    [Fact]
    public async Task What_is_remembered_of_one_place_does_not_count_for_another()
    {
        var log = new SomeRun("one").WriteTo(_home);
        await SyncAsync(log);

        await SyncAsync(log, "-p", "other");

        var states = Directory.GetFiles(Path.GetDirectoryName(log)!, "*.syncstate").Order().Select(path => (string?)JsonNode.Parse(File.ReadAllText(path))!["place"]);
        Assert.Equal([$"{_backend.BaseUrl} lab/golden/one", $"{_backend.BaseUrl} lab/other/one"], states.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_id_is_for_one_run()
    {
        new SomeRun("one").WriteTo(_home);
        new SomeRun("two").WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var exitCode = await tool.RunAsync("sync", "wandb", "--id", "three");

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("--id is for one run, and there are several: one, two", tool.Error);
        Assert.Empty(_backend.Requests);
    }

    [Theory]
    [InlineData("--project", "a/b", "leave out")]
    [InlineData("--entity", "a/b", "use the name of a user or team")]
    [InlineData("--id", "a/b", "must not contain")]
    [InlineData("--replace-tags", "old", "use old=new")]
    [InlineData("--replace-tags", "old=", "use old=new")]
    public async Task What_cannot_be_a_name_is_refused(string option, string value, string cure)
    {
        var tool = Tool.For(_backend, _home);

        var exitCode = await tool.RunAsync("sync", new SomeRun("one").WriteTo(_home), option, value);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains(cure, tool.Error);
        Assert.Empty(_backend.Requests);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();
    }

    private Task<int> SyncAsync(string log, params string[] options) => Tool.For(_backend, _home).RunAsync(["sync", log, .. options]);

    private static int Rows(RecordingBackend server, string project) => server.Run("lab", project, "one").History.Count;
}
