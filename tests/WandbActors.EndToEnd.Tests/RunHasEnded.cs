using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunHasEnded : Situation
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15); // of the half minute that a finish may take

    [Fact]
    public async Task A_flush_says_that_nothing_more_will_get_there()
    {
        var run = await Program.StartAsync();
        await run.FinishAsync();

        Assert.False(await run.FlushAsync().WaitAsync(AtOnce));
    }

    [Fact]
    public async Task Its_status_can_still_be_asked_for()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("loss", 0.5));
        await run.FinishAsync();

        var status = await run.GetStatusAsync().WaitAsync(AtOnce);

        Assert.Equal(UploadState.Complete, status.Upload);
        Assert.Equal((1, 1, 0), (status.Ledger.Offered, status.Ledger.OnServer, status.Ledger.InRing));
    }

    [Fact]
    public async Task Finishing_after_the_actor_system_has_ended_returns_at_once_and_says_so()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("loss", 0.5));
        await run.FlushAsync();
        await Program.System.Terminate();

        var receipt = await run.FinishAsync().WaitAsync(AtOnce);

        Assert.Equal((1, 1), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.False(receipt.IsUploaded);
        Assert.Contains("actor system", receipt.UploadProblem);
        Assert.Contains(run.Directory, receipt.SyncCommand);
    }

    [Fact]
    public async Task Rows_logged_after_the_actor_system_has_ended_are_refused_and_counted()
    {
        var run = await Program.StartAsync();
        await Program.System.Terminate();
        run.Log(("loss", 0.5));

        var receipt = await run.FinishAsync().WaitAsync(AtOnce);

        Assert.Equal((1, 0), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.Equal(1, receipt.RowsDropped["the run had ended"]);
        Assert.False(receipt.IsComplete);
    }

    [Fact]
    public async Task A_finish_without_a_bound_waits_for_the_server()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { FinishTimeout = Timeout.InfiniteTimeSpan });
        for (var i = 0; i < 1_000; i++)
            run.Log(("i", i));

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsUploaded);
        Assert.Equal(1_000, receipt.RowsOnServer);
    }
}
