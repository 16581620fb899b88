using System.Diagnostics;

namespace WandbActors.Api.Tests;

public sealed class TraceRowsSpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_row_says_in_which_trace_it_was_logged()
    {
        using var activity = new Activity("epoch").SetIdFormat(ActivityIdFormat.W3C).Start();

        var rows = await LoggedAsync(new RunOptions { TraceRows = true }, run =>
        {
            run.Log(("a", 1));
            run.Log((run.Metric("a"), 2));
            run.Log(new { a = 3 });
        });

        Assert.Equal(["1", "2", "3"], rows.Select(row => row["a"]));
        Assert.All(rows, row => Assert.Equal($"\"{activity.TraceId}\"", row["trace_id"]));
        Assert.All(rows, row => Assert.Equal($"\"{activity.SpanId}\"", row["span_id"]));
    }

    [Fact]
    public async Task Outside_of_a_trace_and_unless_it_is_wanted_rows_are_left_as_they_are()
    {
        var outside = await LoggedAsync(new RunOptions { TraceRows = true }, run => run.Log(("a", 1)));
        using var activity = new Activity("epoch").SetIdFormat(ActivityIdFormat.W3C).Start();
        var unwanted = await LoggedAsync(new RunOptions(), run => run.Log(("a", 1)));

        Assert.DoesNotContain("trace_id", Assert.Single(outside).Keys);
        Assert.DoesNotContain("trace_id", Assert.Single(unwanted).Keys);
    }

    [Fact]
    public async Task A_programs_own_value_of_the_name_holds()
    {
        using var activity = new Activity("epoch").SetIdFormat(ActivityIdFormat.W3C).Start();

        var rows = await LoggedAsync(new RunOptions { TraceRows = true }, run => run.Log(("trace_id", "mine")));

        Assert.Equal("\"mine\"", Assert.Single(rows)["trace_id"]);
    }

    [Fact]
    public async Task A_call_allocates_nothing_for_it()
    {
        using var activity = new Activity("epoch").SetIdFormat(ActivityIdFormat.W3C).Start();
        await using var run = await _program.StartAsync(new RunOptions { TraceRows = true });
        var (loss, accuracy) = (run.Metric("loss"), run.Metric("accuracy"));
        for (var row = 0; row < 100; row++)
            run.Log((loss, row), (accuracy, row));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var row = 0; row < 1_000; row++)
            run.Log((loss, row), (accuracy, row));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void An_actors_row_takes_the_trace_that_it_is_told_in()
    {
        using var activity = new Activity("epoch").SetIdFormat(ActivityIdFormat.W3C).Start();

        var traced = new LogRow(("a", 1)).WithTrace();
        var twice = traced.WithTrace();

        Assert.Equal(["a", "trace_id", "span_id"], traced.Values.Select(value => value.Key));
        Assert.Same(traced, twice);
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> LoggedAsync(RunOptions options, Action<Run> log)
    {
        var run = await _program.StartAsync(options);
        log(run);
        await run.FinishAsync();
        return OfflineProgram.LogOf(run).History;
    }
}
