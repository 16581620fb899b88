using WandbActors.Testing;

namespace WandbActors.Cli.Syncing;

/// <summary>Runs that are sent by their ids.</summary>
public sealed class NamedRunSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await RecordingBackend.StartAsync();

    [Theory]
    [InlineData("one")]
    [InlineData("latest")]
    public async Task A_run_is_sent_by_its_id_or_as_the_latest(string word)
    {
        new SomeRun("other") { Prefix = "offline-run-20260820_101500-" }.WriteTo(_home);
        new SomeRun("one").WriteTo(_home);
        Directory.CreateDirectory(_home["one"]);

        var exitCode = await Tool.For(_backend, _home).RunAsync("sync", word);

        Assert.Equal((0, 3, 0), (exitCode, Rows("one"), Rows("other")));
    }

    [Fact]
    public async Task An_id_means_all_attempts_at_the_run()
    {
        void SetPlace(RunOptions options) => (options.Entity, options.Resume) = ("lab", ResumeMode.Allow);
        await RealRun.WriteAsync(_home, "one", run => run.Log(("loss", 1)), SetPlace);
        await RealRun.WriteAsync(_home, "one", run => run.Log(("loss", 2)), SetPlace);

        var exitCode = await Tool.For(_backend, _home).RunAsync("sync", "one");

        Assert.Equal((0, 2), (exitCode, Rows("one")));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task An_id_that_is_none_is_answered_with_a_similar_one()
    {
        new SomeRun("ab12cd34").WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var exitCode = await tool.RunAsync("sync", "ab12cd35");

        Assert.Equal(1, exitCode);
        Assert.Equal($"{_home["ab12cd35"]} does not exist, and there is no run ab12cd35 in {_home["wandb"]}. Did you mean ab12cd34?", tool.Error.Trim());
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();
    }

    private int Rows(string id) => _backend.Run("lab", "golden", id).History.Count;
}
