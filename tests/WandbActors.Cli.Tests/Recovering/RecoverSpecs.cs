using WandbActors.Persistence;
using WandbActors.Testing;

namespace WandbActors.Cli.Recovering;

public sealed class RecoverSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;
    private Tool _tool = null!;

    public async Task InitializeAsync()
    {
        _backend = await RecordingBackend.StartAsync();
        _tool = Tool.For(_backend, _home);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();

        Assert.Empty(_backend.Violations);
    }

    [Theory]
    [InlineData("directory")]
    [InlineData("log")]
    [InlineData("ring")]
    [InlineData("wandb")]
    [InlineData("r1")]
    [InlineData("latest")]
    [InlineData("a directory called like it")]
    public async Task A_run_is_recovered_by_any_of_its_names(string kind)
    {
        var run = InterruptedRun.In(_home, "r1", rows: 5);
        var path = kind switch
        {
            "directory" => run.Directory,
            "log" => Made(run.LogPath),
            "ring" => run.RingPath,
            "a directory called like it" => Path.GetFileName(Directory.CreateDirectory(_home["r1"]).FullName),
            _ => kind,
        };

        var exitCode = await _tool.RunAsync("recover", path);

        Assert.Equal(0, exitCode);
        Assert.Contains("r1: 5 rows and 2 other records recovered into ", _tool.Output, StringComparison.Ordinal);
        Assert.Equal(5, PlainLog.Read(run.LogPath).History.Count);
        Assert.False(File.Exists(run.RingPath));
    }

    [Fact]
    public async Task A_run_in_use_is_left_alone_and_the_exit_code_says_so()
    {
        var run = InterruptedRun.In(_home, "r1", rows: 5);
        using var held = RunLock.TryTake(_home["wandb"], "r1", "which logs it", out _);

        var recovering = await _tool.RunAsync("recover", "wandb");
        var sending = await _tool.RunAsync("sync", run.Directory);

        Assert.Equal((3, 3), (recovering, sending));
        Assert.Contains($"r1: is in use by process {Environment.ProcessId}", _tool.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(run.RingPath));
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task A_log_in_use_is_not_sent()
    {
        var log = new SomeRun("r1").WriteTo(_home);
        using var held = RunLock.TryTake(_home["wandb"], "r1", "which logs it", out _);

        var exitCode = await _tool.RunAsync("sync", log);

        Assert.Equal(3, exitCode);
        Assert.Contains("r1: not sent: is in use by process ", _tool.Output, StringComparison.Ordinal);
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task Sync_recovers_before_it_sends_also_where_there_is_no_log_yet()
    {
        InterruptedRun.In(_home, "r1", rows: 5);

        var exitCode = await _tool.RunAsync("sync", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Equal(5, _backend.Run("lab", "golden", "r1").History.Count);
        Assert.Equal(1, _backend.Run("lab", "golden", "r1").ExitCode);
    }

    [Fact]
    public async Task A_dry_run_recovers_nothing()
    {
        var run = InterruptedRun.In(_home, "r1", rows: 5);

        await _tool.RunAsync("sync", "wandb", "--dry-run");

        Assert.True(File.Exists(run.RingPath));
        Assert.False(File.Exists(run.LogPath));
    }

    [Fact]
    public async Task Where_nothing_was_left_behind_that_is_said()
    {
        new SomeRun("r1").WriteTo(_home);

        var exitCode = await _tool.RunAsync("recover", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Contains("no run was left behind here", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_run_of_which_nothing_was_left_behind_that_is_said()
    {
        new SomeRun("r1").WriteTo(_home);

        var exitCode = await _tool.RunAsync("recover", "r1");

        Assert.Equal(0, exitCode);
        Assert.Equal("r1: nothing of it was left behind.", _tool.Output.Trim());
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_a_failure()
    {
        var exitCode = await _tool.RunAsync("recover", "nowhere");

        Assert.Equal(1, exitCode);
        Assert.Contains("nowhere does not exist", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_none_of_ours_is_a_failure()
    {
        var exitCode = await _tool.RunAsync("recover", _home.Write("junk.ring", "no ring"));

        Assert.Equal(1, exitCode);
        Assert.Contains("is no row buffer, no log and no directory", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_is_sent_although_it_was_online()
    {
        InterruptedRun.In(_home, "r1", rows: 5, isOffline: false);

        var exitCode = await _tool.RunAsync("sync", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Equal(5, _backend.Run("lab", "golden", "r1").History.Count);
    }

    // As a writer leaves it that was killed at its very start.
    private static string Made(string logPath)
    {
        File.WriteAllBytes(logPath, []);
        return logPath;
    }
}
