using Akka.Streams.Dsl;

namespace WandbActors.Api.Tests.Streaming;

public sealed class WandbSourceSpecs : StreamingSpecs
{
    [Fact]
    public async Task The_rows_of_a_run_that_has_ended_are_as_they_were_logged()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 0.5), ("epoch", 3), ("ok", true), ("name", "tiny"));
        run.Log(7, ("nested", MetricValue.Of(new[] { 1, 2 })));
        await run.FinishAsync();

        var (rows, report) = await ReplayedAsync(WandbSource.OfDirectory(run.Directory));

        Assert.Equal([0L, 7L], rows.Select(row => row.Step));
        Assert.Equal((0.5, 3.0, null, null), (rows[0].Number("loss"), rows[0].Number("epoch"), rows[0].Number("name"), rows[0].Number("none")));
        Assert.Equal<MetricValue>(["tiny", true], [rows[0].Values["name"], rows[0].Values["ok"]]);
        Assert.Equal("[1,2]", $"{rows[1].Values["nested"]}");
        Assert.All(rows, row => Assert.True(row.Time > run.Session!.StartedAt - TimeSpan.FromSeconds(1) && row.Runtime >= TimeSpan.Zero));
        Assert.Equal((2, 0, true), (report.Rows, report.Unread, report.IsWhole));
    }

    [Fact]
    public async Task A_replay_may_begin_at_a_step()
    {
        var run = await LoggedAsync(3_000);

        var (rows, _) = await ReplayedAsync(WandbSource.OfDirectory(Path.Combine(run.Directory, $"run-{run.Id}.wandb"), fromStep: 2_500));

        Assert.Equal(Enumerable.Range(2_500, 500), rows.Select(row => (int)row.Number("i")!));
    }

    [Fact]
    public async Task A_replay_of_a_live_run_follows_it_to_its_end()
    {
        var run = await Program.StartAsync();
        run.Log(("i", 0));
        var (report, rows) = WandbSource.OfRun(run).ToMaterialized(Sink.Queue<ReplayedRow>(), Keep.Both).Run(Streams);

        var first = await rows.PullAsync().WaitAsync(Patience);
        run.Log(("i", 1));
        var second = await rows.PullAsync().WaitAsync(Patience);
        var afterSecond = rows.PullAsync();
        await run.FinishAsync();
        var end = await afterSecond.WaitAsync(Patience);

        Assert.Equal((0.0, 1.0), (first.Value.Number("i"), second.Value.Number("i")));
        Assert.False(end.HasValue);
        Assert.Equal((2, 0, true), ((await report).Rows, (await report).Unread, (await report).IsWhole));
    }

    [Fact]
    public async Task Nothing_is_read_beyond_what_the_log_has_released()
    {
        var run = await Program.StartAsync();
        run.Log(("i", 0));
        await run.FlushAsync();
        run.Log(("i", 1));
        var released = run.Session!.ReleasedOffset;
        await run.FlushAsync();
        var all = run.Session.ReleasedOffset;
        run.Session.ReleasedOffset = released;
        var rows = WandbSource.OfRun(run).RunWith(Sink.Queue<ReplayedRow>(), Streams);

        await rows.PullAsync().WaitAsync(Patience);
        var second = rows.PullAsync();
        var wasThere = second.IsCompleted;
        run.Session.ReleasedOffset = all;

        Assert.True(all > released);
        Assert.False(wasThere);
        Assert.Equal(1, (await second.WaitAsync(Patience)).Value.Number("i"));
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_training_that_gets_worse_is_stopped_early()
    {
        var run = await Program.StartAsync();
        var worse = WandbSource.OfRun(run).Select(row => row.Number("loss") ?? 0).Sliding(3, 1)
            .Where(losses => losses.SequenceEqual(losses.Order().Distinct())).RunWith(Sink.First<IEnumerable<double>>(), Streams);

        for (var step = 0; step < 10; step++)
            run.Log(("loss", Math.Abs(5 - step)));

        Assert.Equal([0.0, 1.0, 2.0], await worse.WaitAsync(Patience));
        await run.FinishAsync();
    }

    [Fact]
    public async Task What_is_damaged_is_told_and_the_rest_is_read()
    {
        var run = await LoggedAsync(3_000);
        var log = Path.Combine(run.Directory, $"run-{run.Id}.wandb");
        var bytes = File.ReadAllBytes(log);
        bytes[bytes.Length / 2] ^= 0xff;
        File.WriteAllBytes(log, bytes);

        var (rows, report) = await ReplayedAsync(WandbSource.OfDirectory(run.Directory));

        Assert.InRange(rows.Count, 1_000, 2_999);
        Assert.Equal(rows.Select(row => row.Step).Order(), rows.Select(row => row.Step));
        Assert.Equal((rows.Count, 1, true), (report.Rows, report.Unread, report.IsWhole));
        Assert.Contains("at byte", Assert.Single(report.Problems));
    }

    [Fact]
    public async Task A_log_that_was_cut_off_is_read_up_to_there_and_that_is_told()
    {
        var run = await LoggedAsync(100);
        var log = Path.Combine(run.Directory, $"run-{run.Id}.wandb");
        using (var file = File.OpenWrite(log))
            file.SetLength(file.Length / 2);

        var (rows, report) = await ReplayedAsync(WandbSource.OfDirectory(run.Directory));

        Assert.InRange(rows.Count, 1, 99);
        Assert.Equal((1, false), (report.Unread, report.IsWhole));
    }

    [Fact]
    public async Task A_stream_that_wants_no_more_ends_the_replay()
    {
        var run = await LoggedAsync(100);

        var (report, rows) = WandbSource.OfDirectory(run.Directory).Take(3).ToMaterialized(Sink.Seq<ReplayedRow>(), Keep.Both).Run(Streams);

        Assert.Equal(3, (await rows.WaitAsync(Patience)).Count);
        Assert.False((await report.WaitAsync(Patience)).IsWhole);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData(".")]
    public async Task Where_there_is_no_run_the_stream_fails_and_says_so(string path)
    {
        var (_, rows) = WandbSource.OfDirectory(path).ToMaterialized(Sink.Seq<ReplayedRow>(), Keep.Both).Run(Streams);

        await Assert.ThrowsAsync<WandbException>(() => rows.WaitAsync(Patience));
    }

    private async Task<Run> LoggedAsync(int rows)
    {
        var run = await Program.StartAsync();
        for (var i = 0; i < rows; i++)
            run.Log(("i", i));
        await run.FinishAsync();
        return run;
    }

    private async Task<(IReadOnlyList<ReplayedRow> Rows, ReplayReport Report)> ReplayedAsync(Source<ReplayedRow, Task<ReplayReport>> source)
    {
        var (report, rows) = source.ToMaterialized(Sink.Seq<ReplayedRow>(), Keep.Both).Run(Streams);
        return (await rows.WaitAsync(Patience), await report.WaitAsync(Patience));
    }
}
