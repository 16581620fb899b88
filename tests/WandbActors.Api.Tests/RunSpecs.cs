namespace WandbActors.Api.Tests;

public sealed class RunSpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_run_says_who_and_where_it_is()
    {
        await using var run = await _program.StartAsync();

        Assert.Equal((RunMode.Offline, "uncategorized", "", "", 0), (run.Mode, run.Project, run.Entity, run.Name, run.StartingStep));
        Assert.Equal(8, run.Id.Length);
        Assert.EndsWith($"-{run.Id}", run.Directory);
        Assert.Null(run.Url);
        Assert.False(run.StopRequested.IsCancellationRequested);
    }

    [Fact]
    public async Task Two_runs_of_one_program_keep_apart()
    {
        await using var first = await _program.StartAsync();
        await using var second = await _program.StartAsync();

        first.Log(("a", 1));
        second.Log(("b", 2));
        await first.FlushAsync();
        await second.FlushAsync();

        Assert.NotEqual(first.Directory, second.Directory);
        Assert.Equal("1", Assert.Single(OfflineProgram.LogOf(first).History)["a"]);
        Assert.Equal("2", Assert.Single(OfflineProgram.LogOf(second).History)["b"]);
    }

    [Fact]
    public async Task The_status_counts_calls_wherever_their_rows_are()
    {
        await using var run = await _program.StartAsync();
        run.Log(("a", 1));
        run.Log(commit: false, ("a", 2));
        run.Log(("b", 2));
        run.Log(step: 0, ("late", 1));
        await run.FlushAsync();

        var ledger = (await run.GetStatusAsync()).Ledger;

        Assert.Equal((4, 0, 0, 4), (ledger.Offered, ledger.Refused, ledger.InRing, ledger.InLog));
        Assert.Equal((1, 3, 1), (ledger.Merged, ledger.HistoryRecords, ledger.LateRows));
    }

    [Fact]
    public async Task A_flush_that_is_not_waited_for_any_longer_is_cancelled_for_its_caller_only()
    {
        await using var run = await _program.StartAsync();
        using var impatience = new CancellationTokenSource();
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.FlushAsync(FlushTarget.Disk, impatience.Token));

        run.Log(("a", 1));
        Assert.True(await run.FlushAsync());
    }
}
