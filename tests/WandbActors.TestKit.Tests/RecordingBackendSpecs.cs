namespace WandbActors.TestKit.Tests;

/// <summary>A real run, by real HTTP on the loopback.</summary>
public sealed class RecordingBackendSpecs : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("wandb-actors-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_has_what_a_run_was_told()
    {
        await using var server = await RecordingBackend.StartAsync();
        server.Script(RecordingBackend.Register, Fault.Answer(429, retryAfter: "0"));
        await using (var run = await Wandb.InitAsync(Options(server)))
        {
            for (var row = 0; row < 100; row++)
                run.Log(("row", row));
            run.Summary["best"] = 0.99;
            var receipt = await run.FinishAsync();
            Assert.True(receipt.IsUploaded);
            run.Ledger.ShouldBalance(offered: 100).ShouldHaveLostNothing();
        }

        server.Run("r1").ShouldHaveEachRowOnce("row", 100).ShouldHaveSummary("best", 0.99).ShouldBeComplete();
        Assert.Equal(["r1"], server.Runs.Select(run => run.Id));
        Assert.Empty(server.Violations);
    }

    [Fact]
    public async Task It_is_waited_for_without_asking_again_and_again()
    {
        await using var server = await RecordingBackend.StartAsync();
        await using var run = await Wandb.InitAsync(Options(server));

        run.Log(("row", 0));

        await server.AwaitAsync(backend => backend.Runs.Any(known => known.Rows.Count == 1));
        server.Run("r1").ShouldHaveRows(1);
    }

    private RunOptions Options(RecordingBackend server) => new()
    {
        RunId = "r1",
        Project = "tests",
        Directory = _directory,
        BaseUrl = server.BaseUrl,
        ApiKey = server.ApiKey,
        Silent = true,
        SystemMetrics = false,
    };
}
