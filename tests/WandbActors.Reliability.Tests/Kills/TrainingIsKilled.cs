using WandbActors.Harness.Kills;
using Xunit.Abstractions;

namespace WandbActors.Reliability.Tests.Kills;

/// <summary>A training process is killed at random moments, and its recoveries too.</summary>
public class TrainingIsKilled(ITestOutputHelper output)
{
    // A round takes some seconds, and each is another chance: the harness's own command makes as many as one likes.
    private static readonly int Rounds = Environment.GetEnvironmentVariable("CI") == "true" ? 30 : 10;

    [Fact]
    public async Task Nothing_is_lost_nothing_is_doubled_and_no_log_is_damaged()
    {
        var said = new StringWriter();
        var figures = await KillsCommand.RunAsync(Rounds, seed: Random.Shared.Next(1_000_000), said);
        output.WriteLine(said.ToString());

        Assert.True(figures.IsClean, said.ToString());
    }
}
