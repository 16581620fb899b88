using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

/// <summary>A process was killed with rows in its row buffer, and the program starts again.</summary>
public sealed class RunIsInterrupted : Situation
{
    [Fact]
    public async Task The_next_start_of_the_same_run_recovers_it_and_says_so()
    {
        var interrupted = InterruptedRun.In(Program.Directory, "killed", rows: 100, TrainingProgram.Project);

        var run = await Program.StartAsync(new RunOptions { RunId = "killed" });
        await run.FinishAsync();

        var log = PlainLog.Read(interrupted.LogPath);
        Assert.Empty(log.Complaints);
        Assert.Equal(100, log.History.Count);
        Assert.False(File.Exists(interrupted.RingPath));
        Assert.Contains("Run killed was interrupted: 100 rows that were not in its log yet were recovered into ", Program.Spoken, StringComparison.Ordinal);
        Assert.NotEqual(interrupted.Directory, run.Directory);
    }

    [Fact]
    public async Task Another_run_leaves_it_alone()
    {
        var interrupted = InterruptedRun.In(Program.Directory, "killed", rows: 100, TrainingProgram.Project);

        await (await Program.StartAsync(new RunOptions { RunId = "killed-2" })).FinishAsync();

        Assert.True(File.Exists(interrupted.RingPath));
        File.Delete(interrupted.RingPath);
    }
}
