using WandbActors.Testing;

namespace WandbActors.Api.Tests;

/// <summary>Every form of a call that README.md shows, and those that the overloads leave room for.</summary>
public sealed class CallFormsSpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();

    private enum Phase
    {
        WarmUp,
        Training,
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task Named_values_are_one_row_at_the_next_step()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            run.Log(("loss", 0.31), ("accuracy", 0.92));
            run.Log(("loss", 0.30));
        });

        Assert.Equal([("0", "0.31", "0.92"), ("1", "0.3", "")], rows.Select(row => (row["_step"], row["loss"], row.GetValueOrDefault("accuracy", ""))));
    }

    [Fact]
    public async Task Calls_at_one_step_join()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            run.Log(step: 120, ("val/loss", 0.4));
            run.Log(120, ("val/accuracy", 0.9));
            run.Log(("loss", 0.3));
            run.Log(("loss", 0.2));
        });

        Assert.Equal([("120", 3), ("121", 1)], rows.Select(row => (row["_step"], row.Keys.Count(key => !key.StartsWith('_')))));
    }

    [Fact]
    public async Task A_row_that_is_not_committed_is_joined_by_the_next()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            run.Log(commit: false, ("lr", 1e-3));
            run.Log(("loss", 0.3));
        });

        Assert.Equal(("0", "0.001", "0.3"), (Assert.Single(rows)["_step"], rows[0]["lr"], rows[0]["loss"]));
    }

    [Fact]
    public async Task A_step_can_be_committed_at_once()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            run.Log(step: 5, commit: true, ("a", 1));
            run.Log(5, false, ("late", 2));
            run.Log(("b", 3));
        });

        Assert.Equal(["5", "5", "6"], rows.Select(row => row["_step"]));
    }

    [Fact]
    public async Task Metrics_can_stand_for_names_in_every_form()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            Metric loss = run.Metric("loss"), acc = run.Metric("acc");
            run.Log((loss, 0.30), (acc, 0.93));
            run.Log(step: 7, (loss, 0.2));
            run.Log(step: 7, commit: true, (acc, 0.94));
            run.Log(commit: false, (loss, 0.1));
            run.Log((acc, 0.95));
        });

        Assert.Equal([("0", "0.3", "0.93"), ("7", "0.2", "0.94"), ("8", "0.1", "0.95")], rows.Select(row => (row["_step"], row["loss"], row["acc"])));
    }

    [Fact]
    public async Task Objects_with_names_are_rows()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            run.Log(new { loss = 0.31, note = "warm-up" });
            run.Log(new Progress(0.30, new Validation(0.5)));
            run.Log(new Dictionary<string, object?> { ["loss"] = 0.29, ["epoch"] = 3 });
            run.Log(new Dictionary<string, double> { ["loss"] = 0.28 }, step: 9);
            run.Log(new { loss = 0.27 }, step: 9, commit: true);
        });

        Assert.Equal(["0.31", "0.3", "0.29", "0.27"], rows.Select(row => row["loss"]));
        Assert.Equal(("\"warm-up\"", "0.5", "3", "9"), (rows[0]["note"], rows[1]["validation.accuracy"], rows[2]["epoch"], rows[3]["_step"]));
    }

    [Fact]
    public async Task Values_of_every_kind_are_taken_as_they_are()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            int? none = null;
            run.Log(
                ("int", 1), ("long", 2L), ("float", 0.1f), ("double", 0.1), ("decimal", 0.1m), ("bool", true), ("text", "a \"b\""), ("byte", (byte)3),
                ("ulong", ulong.MaxValue), ("none", MetricValue.Of(none)), ("some", MetricValue.Of((int?)4)), ("enum", MetricValue.Of(Phase.Training)),
                ("list", MetricValue.Of(new[] { 1, 2 })), ("nested", MetricValue.Of(new { a = new { b = 5 } })));
        });

        var row = Assert.Single(rows);
        Assert.Equal(("1", "2", "0.1", "true", "\"a \\\"b\\\"\"", "3"), (row["int"], row["long"], row["double"], row["bool"], row["text"], row["byte"]));
        Assert.Equal(("0.1", "18446744073709551615", "null", "4", "\"Training\""), (row["decimal"], row["ulong"], row["none"], row["some"], row["enum"]));
        Assert.Equal(("[1,2]", "5", 0.1f), (row["list"], row["nested.a.b"], float.Parse(row["float"])));
    }

    [Fact]
    public async Task Data_types_are_values()
    {
        var rows = await _program.RowsOfAsync(run => run.Log(("weights", new Histogram([1.0, 2.0, 3.0], bins: 2))));

        Assert.Equal("{\"_type\":\"histogram\",\"values\":[1,2],\"bins\":[1,2,3]}", Assert.Single(rows)["weights"]);
    }

    [Fact]
    public async Task A_text_is_no_row()
    {
        var run = await _program.StartAsync();
        run.Log<string>("x");

        var receipt = await run.FinishAsync();

        Assert.Equal((1, 0), (receipt.RowsOffered, receipt.RowsAccepted));
    }

    [Fact]
    public async Task Summary_and_config_are_set_and_read_by_name()
    {
        var run = await _program.StartAsync();

        run.Summary["best"] = 0.99;
        run.Config["late"] = true;
        run.Config.Update([new("a", 1), new("b", "two")]);
        run.Config.Remove("a");
        run.Summary.Remove("never there");

        Assert.Equal((new MetricValue(0.99), new MetricValue(true), default), (run.Summary["best"], run.Config["late"], run.Config["a"]));
        Assert.Equal(["b", "late"], run.Config.Names.Order());
        Assert.False(run.Summary.TryGetValue("unknown", out _));
        await run.FinishAsync();
    }

    [Fact]
    public async Task Flushes_and_the_end_are_awaited()
    {
        var run = await _program.StartAsync();
        run.Log(("loss", 0.31));

        var isOnDisk = await run.FlushAsync(FlushTarget.Disk);
        var isOnServer = await run.FlushAsync(FlushTarget.Server);
        RunReceipt receipt = await run.FinishAsync(exitCode: 0);

        Assert.True(isOnDisk);
        Assert.True(isOnServer);
        Assert.True(receipt.IsComplete);
        Assert.Equal(PlainRecord.Footer, OfflineProgram.LogOf(run).Records[^1].Kind);
    }

    [Fact]
    public async Task Numbers_are_logged_without_allocating()
    {
        await using var run = await _program.StartAsync();
        Metric loss = run.Metric("loss"), step = run.Metric("i");

        var byName = BytesOf(i => run.Log(("loss", 1.0 / i), ("i", i)));
        var byStep = BytesOf(i => run.Log(step: 1_000_000 + i, ("loss", 1.0 / i), ("i", i)));
        var byMetric = BytesOf(i => run.Log((loss, 1.0 / i), (step, i)));

        Assert.Equal((0, 0, 0), (byName, byStep, byMetric));
    }

    private static long BytesOf(Action<int> log)
    {
        log(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i <= 5_000; i++)
            log(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed record Progress(double loss, Validation validation);

    private sealed record Validation(double accuracy);
}
