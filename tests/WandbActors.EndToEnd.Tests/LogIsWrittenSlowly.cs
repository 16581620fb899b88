using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class LogIsWrittenSlowly : Situation
{
    // One batch takes longer to write than several drains are apart.
    protected override string Settings => "wandb.buffer { batch-bytes = 128 MiB, drain-interval = 10ms }";

    [Fact]
    public async Task The_end_is_written_once()
    {
        var run = await Program.StartAsync();
        run.Log(("text", new string('x', 30_000_000)));

        var receipt = await run.FinishAsync();

        var log = TrainingProgram.LogOf(run);
        Assert.Empty(log.Complaints);
        Assert.Single(log.Records, record => record.Kind == PlainRecord.Exit);
        Assert.Equal(1, receipt.RowsInLog);
    }
}
