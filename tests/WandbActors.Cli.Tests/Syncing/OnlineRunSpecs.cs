using System.Text.Json;
using WandbActors.Cli.Finding;
using WandbActors.Testing;

namespace WandbActors.Cli.Syncing;

/// <summary>Runs that were online: <c>ls</c>, <c>clean</c> and <c>sync</c> say the same of what the server has of them.</summary>
public sealed class OnlineRunSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;
    private Tool _tool = null!;

    public async Task InitializeAsync()
    {
        _backend = await RecordingBackend.StartAsync();
        _tool = Tool.For(_backend, _home);
    }

    [Fact]
    public async Task One_that_the_server_has_is_whole_for_all_commands()
    {
        await WriteAsync("whole", rows: 5);
        var requests = _backend.Requests.Count;

        Assert.Equal((true, 5L), await SyncedAsync("whole"));
        Assert.Equal(0, await _tool.RunAsync("sync", "wandb"));
        Assert.Equal(requests, _backend.Requests.Count);
        Assert.Contains("Left aside: 1 sent already (--include-synced).", _tool.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _tool.RunAsync("clean", "--yes"));
        Assert.Empty(Directory.GetDirectories(_home["wandb"], "run-*"));
    }

    [Fact]
    public async Task One_that_ended_while_the_server_was_away_is_sent()
    {
        _backend.BreakDown(RecordingBackend.FileStream, Fault.Answer(503));
        await WriteAsync("ended", rows: 5, isServerAway: true);
        _backend.Restore(RecordingBackend.FileStream);

        var before = await SyncedAsync("ended");
        var refused = await new Tool(_home).RunAsync("clean", "ended", "--yes");
        var exitCode = await _tool.RunAsync("sync", "wandb");

        Assert.Equal(((false, 0L), 1, 0), (before, refused, exitCode));
        Assert.Equal(5, Rows("ended"));
        Assert.True(_backend.Run("lab", "golden", "ended").IsComplete);
        Assert.Equal((true, 5L), await SyncedAsync("ended"));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task One_that_never_reached_the_server_is_sent()
    {
        _backend.BreakDown(RecordingBackend.Register, Fault.Answer(503));
        await WriteAsync("unheard", rows: 5, isServerAway: true);
        _backend.Restore(RecordingBackend.Register);

        var exitCode = await _tool.RunAsync("sync", "wandb");

        Assert.Equal((0, 5), (exitCode, Rows("unheard")));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task One_that_goes_on_is_left_alone()
    {
        await using var run = await StartAsync("live");
        run.Log(("loss", 1));
        await run.FlushAsync();

        var exitCode = await _tool.RunAsync("sync", "wandb");

        Assert.Equal(3, exitCode);
        Assert.Contains("live: is in use by", _tool.Output, StringComparison.Ordinal);
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task One_that_goes_on_elsewhere_is_left_aside_as_it_has_no_end()
    {
        await WriteAsync("copy", rows: 5);
        var log = RunFolders.PlacesIn(_home["wandb"]).Single().LogPath;
        File.Delete(log);
        File.Move(new SomeRun("copy") { HasEnd = false }.WriteTo(_home, "other"), log);

        var exitCode = await _tool.RunAsync("sync", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Contains("Left aside: 1 online (--include-online).", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_log_is_another_than_the_one_that_was_sent_stays()
    {
        await WriteAsync("other", rows: 5);
        var log = RunFolders.PlacesIn(_home["wandb"]).Single().LogPath;
        File.Delete(log);
        File.Move(new SomeRun("other").WriteTo(_home, "other"), log);

        await _tool.RunAsync("clean", "--yes");

        Assert.True(File.Exists(log));
        Assert.Contains("1 stays: the server does not have all of it.", _tool.Output, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();
    }

    private Task<Run> StartAsync(string id, bool isServerAway = false) => RealRun.StartAsync(_home, id, options =>
    {
        (options.Mode, options.Entity) = (RunMode.Online, "lab");
        (options.BaseUrl, options.ApiKey) = (_backend.BaseUrl, _backend.ApiKey);
        options.FinishTimeout = isServerAway ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromMinutes(1);
    });

    private async Task WriteAsync(string id, int rows, bool isServerAway = false)
    {
        var run = await StartAsync(id, isServerAway);
        for (var row = 0; row < rows; row++)
            run.Log(("loss", row));
        await run.FinishAsync();
    }

    private async Task<(bool IsWhole, long? Rows)> SyncedAsync(string id)
    {
        var tool = new Tool(_home);
        await tool.RunAsync("ls", "--json");
        var run = JsonDocument.Parse(tool.Output).RootElement.EnumerateArray().Single(run => run.GetProperty("id").GetString() == id);
        var rows = run.GetProperty("syncedRows");
        return (run.GetProperty("synced").GetBoolean(), rows.ValueKind == JsonValueKind.Null ? null : rows.GetInt64());
    }

    private int Rows(string id) => _backend.Run("lab", "golden", id).History.Count;
}
