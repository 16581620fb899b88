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

    [Fact]
    public async Task A_flush_that_is_given_up_while_it_waits_leaves_nothing_behind()
    {
        await using var run = await _program.StartAsync();
        var late = new LateValue();
        run.Log(("late", MetricValue.Of(late)));
        using var patience = new CancellationTokenSource();
        var flushed = run.FlushAsync(FlushTarget.Disk, patience.Token);
        await run.GetStatusAsync();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushed);
        late.Arrive(0.5);

        Assert.True(await run.FlushAsync());
        Assert.Equal("0.5", Assert.Single(OfflineProgram.LogOf(run).History)["late"]);
        Assert.True((await run.FinishAsync()).IsComplete);
    }

    [Fact]
    public async Task The_ledger_can_be_looked_at_without_waiting_at_any_time()
    {
        var run = await _program.StartAsync();
        var before = run.Ledger;
        run.Log(("a", 1));
        run.Log("no names");
        var between = run.Ledger;
        await run.FinishAsync();
        run.Log(("a", 2));

        Assert.Equal((0, 0), (before.Offered, before.Refused));
        Assert.Equal((2, 1, 1), (between.Offered, between.Accepted, between.RefusedOther));
        Assert.Equal((3, 0, 1, 1, 1), (run.Ledger.Offered, run.Ledger.InRing, run.Ledger.InLog, run.Ledger.RefusedOther, run.Ledger.RefusedClosed));
    }

    [Fact]
    public async Task The_ledger_adds_up_while_threads_log_and_the_run_ends()
    {
        var run = await _program.StartAsync();
        var logged = 0L;
        using var stop = new CancellationTokenSource();
        var threads = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    run.Log(("a", 1));
                    Interlocked.Increment(ref logged);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        for (var look = 0; look < 200; look++)
        {
            var returned = Interlocked.Read(ref logged);
            Assert.InRange(run.Ledger.Offered, returned, long.MaxValue);
        }

        await run.FinishAsync();
        await stop.CancelAsync();
        await Task.WhenAll(threads);

        Assert.Equal(logged, run.Ledger.Offered);
        Assert.Equal(run.Ledger.InLog, OfflineProgram.LogOf(run).History.Count);
    }

    private sealed class LateValue : DeferredValue
    {
        private DeferredPlace _place;

        public void Arrive(double value) => _place.Fill(value);

        protected internal override void Bind(DeferredPlace place) => _place = place;
    }
}
