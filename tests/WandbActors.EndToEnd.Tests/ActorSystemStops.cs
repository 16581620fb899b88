using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

/// <summary>The actor system belongs to somebody else, such as a host, who shuts it down with runs in it that were not finished.</summary>
public sealed class ActorSystemStops : Situation
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Its_runs_are_ended_and_sent()
    {
        var run = await Program.StartAsync(Backend);
        for (var row = 0; row < 1_000; row++)
            run.Log(("row", row));

        await Program.System.Terminate().WaitAsync(Bound);

        Assert.Equal(1_000, TrainingProgram.LogOf(run).History.Count);
        AssertServerHasLog(run);
        Assert.True(OnServer(run).IsComplete);
        Assert.Equal(Environment.ExitCode, OnServer(run).ExitCode);
        Assert.Contains($"1000 logged, 1000 in the log, 1000 records on the server, 0 waiting", Program.Spoken);
        Assert.True((await run.FinishAsync()).IsComplete);
    }

    [Fact]
    public async Task A_server_that_is_away_is_not_waited_for_beyond_the_phase_and_the_log_is_whole()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Answer(503));
        var run = await Program.StartAsync(Backend);
        run.Log(("row", 1));

        await Program.System.Terminate().WaitAsync(Bound);

        Assert.Equal("1", Assert.Single(TrainingProgram.LogOf(run).History)["row"]);
        Assert.Single(TrainingProgram.LogOf(run).Records, record => record.Kind == PlainRecord.Exit);
        Assert.NotNull((await run.FinishAsync()).SyncCommand);
    }

    [Fact]
    public async Task A_run_that_was_finished_is_left_as_it_is()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("row", 1));
        var receipt = await run.FinishAsync(exitCode: 3);

        await Program.System.Terminate().WaitAsync(Bound);

        Assert.Equal(3, OnServer(run).ExitCode);
        Assert.Same(receipt, await run.FinishAsync());
    }
}
