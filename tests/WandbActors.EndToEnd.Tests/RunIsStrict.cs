using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

/// <summary>A program that rather fails than misses something.</summary>
public sealed class RunIsStrict : Situation
{
    [Fact]
    public async Task Nothing_lost_is_nothing_thrown()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Strict = true });
        run.Log(("loss", 0.5));

        Assert.True((await run.FinishAsync()).IsComplete);
    }

    [Fact]
    public async Task A_refused_row_makes_finishing_fail_each_time_and_the_receipt_comes_along()
    {
        var run = await Program.With("WANDB_STRICT", "true").StartAsync();
        run.Log(("loss", 0.5));
        run.Log("this has no names");

        var thrown = await Assert.ThrowsAsync<WandbException>(() => run.FinishAsync());
        var again = await Assert.ThrowsAsync<WandbException>(() => run.FinishAsync());

        Assert.Contains("1 of 2 rows were lost", thrown.Message);
        Assert.Same(thrown.Receipt, again.Receipt);
        Assert.Equal(1, thrown.Receipt!.RowsInLog);
        Assert.Equal("0.5", Assert.Single(TrainingProgram.LogOf(run).History)["loss"]);
    }

    [Fact]
    public async Task A_row_that_the_server_has_only_as_a_marker_makes_it_fail()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Strict = true });
        run.Log(("essay", new string('x', 11 << 20)));

        var thrown = await Assert.ThrowsAsync<WandbException>(() => run.FinishAsync());

        Assert.Equal(1, thrown.Receipt!.RowsReplaced["too long"]);
        Assert.Equal((0, 0), (thrown.Receipt.RowsOnServer, thrown.Receipt.RowsWaiting));
        Assert.Equal((1, 0, 0), (run.Ledger.MarkersTooLong, run.Ledger.OnServer, run.Ledger.Waiting));
    }

    [Fact]
    public async Task Files_that_are_gone_and_images_that_are_cut_off_make_it_fail()
    {
        var file = Program.Directory.Write("model.bin", "weights");
        var model = new Artifact("model", "model").AddFile(file);
        File.Delete(file);
        var run = await Program.StartAsync(new RunOptions { Strict = true });
        run.LogArtifact(model);
        run.Log(("images", MetricValue.Of(Enumerable.Repeat(new Image([(byte)1, 2], 2, 1, channels: 1), Image.MaxListed + 2))));

        var thrown = await Assert.ThrowsAsync<WandbException>(() => run.FinishAsync());

        Assert.Equal((1, 2, 0), (thrown.Receipt!.FilesLost, thrown.Receipt.ValuesLost, thrown.Receipt.RowsDropped.Count));
    }

    [Fact]
    public async Task A_server_that_is_away_loses_nothing()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Strict = true, FinishTimeout = TimeSpan.Zero });
        run.Log(("loss", 0.5));

        Assert.Empty((await run.FinishAsync()).Losses);
    }

    [Fact]
    public async Task Leaving_a_using_hides_no_exception_of_the_program()
    {
        async Task TrainAsync()
        {
            await using var run = await Program.StartAsync(new RunOptions { Strict = true });
            run.Log("this has no names");
            throw new InvalidOperationException("the program's own trouble");
        }

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(TrainAsync);

        Assert.Equal("the program's own trouble", thrown.Message);
        Assert.Contains("1 of 1 rows were lost", Program.Spoken);
    }
}
