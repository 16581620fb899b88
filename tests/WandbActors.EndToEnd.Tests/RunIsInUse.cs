using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

/// <summary>Two want to log one run.</summary>
public sealed class RunIsInUse : Situation
{
    [Fact]
    public async Task The_second_start_fails_and_says_who_has_it_and_what_to_do()
    {
        var first = await Program.StartAsync(new RunOptions { RunId = "shared" });

        var problem = await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync(new RunOptions { RunId = "shared" }));

        Assert.Contains($"Run shared is in use by process {Environment.ProcessId} ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("RunOptions.Group", problem.Message, StringComparison.Ordinal);
        Assert.True((await first.FinishAsync()).IsComplete);
    }

    [Fact]
    public async Task When_the_first_has_ended_the_run_can_be_started_again()
    {
        await (await Program.StartAsync(new RunOptions { RunId = "again" })).FinishAsync();

        var receipt = await (await Program.StartAsync(new RunOptions { RunId = "again" })).FinishAsync();

        Assert.True(receipt.IsComplete);
        Assert.Empty(Directory.EnumerateFiles(Program.Directory["wandb"], ".run-*"));
    }

    [Fact]
    public async Task A_start_that_fails_for_another_reason_holds_nothing()
    {
        await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync(Backend, new RunOptions { RunId = "missing", Resume = ResumeMode.Must }));

        var receipt = await (await Program.StartAsync(new RunOptions { RunId = "missing" })).FinishAsync();

        Assert.True(receipt.IsComplete);
    }
}
