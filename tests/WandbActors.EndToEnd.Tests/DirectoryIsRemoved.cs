using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

/// <summary>Somebody removes the run's directory while the run goes on.</summary>
public sealed class DirectoryIsRemoved : Situation
{
    [Fact]
    public async Task An_offline_run_makes_it_again_and_loses_nothing()
    {
        var run = await Program.StartAsync();
        for (var row = 0; row < 300; row++)
        {
            run.Log(("row", row));
            if (row % 100 != 50)
                continue;

            await run.FlushAsync();
            Remove(run.Directory);
        }

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsComplete);
        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
        Assert.Equal(Enumerable.Range(0, 300).Select(row => $"{row}"), TrainingProgram.LogOf(run).History.Select(row => row["row"]));
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("was removed while the run wrote to it"));
    }

    [Fact]
    public async Task Of_an_online_run_the_log_alone_can_be_removed_and_the_server_gets_it_all()
    {
        var run = await Program.StartAsync(Backend);
        for (var row = 0; row < 300; row++)
        {
            run.Log(("row", row));
            if (row % 100 != 50)
                continue;

            await run.FlushAsync(FlushTarget.Server);
            File.Delete(TrainingProgram.LogPathOf(run));
        }

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsComplete);
        Assert.Equal(300, OnServer(run).History.Count);
        AssertServerHasLog(run);
    }

    // The run may be putting back what is just being removed: then that is removed too, as by somebody who tries again.
    private static void Remove(string directory)
    {
        for (var attempt = 1; Directory.Exists(directory); attempt++)
        {
            try
            {
                Directory.Delete(directory, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 100)
            {
            }
        }
    }
}
