using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Cli.Tailing;

public sealed class TailSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public TailSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task The_newest_rows_of_a_run_that_has_ended_are_told_and_that_is_all()
    {
        new SomeRun("one", Rows: 30).WriteTo(_home);

        var exitCode = await _tool.RunAsync("tail", "one", "-n", "2");

        Assert.Equal((0, "step 28  loss 0.0344828\nstep 29  loss 0.0333333\n"), (exitCode, _tool.Output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60_000)]
    [InlineData(100_000)]
    public async Task Of_a_long_log_as_much_is_read_as_holds_the_lines_that_are_wanted(int count)
    {
        new SomeRun("one", Rows: 80_000).WriteTo(_home);

        await _tool.RunAsync("tail", "one", "--json", "-n", $"{count}");

        var there = Math.Min(count, 80_000);
        Assert.Equal(Enumerable.Range(80_000 - there, there), Lines().Select(line => JsonDocument.Parse(line).RootElement.GetProperty("_step").GetInt32()));
    }

    [Fact]
    public async Task A_run_without_an_end_that_nobody_writes_is_not_waited_for()
    {
        new SomeRun("one") { HasEnd = false }.WriteTo(_home);

        Assert.Equal(0, await _tool.RunAsync("tail", "one"));

        Assert.Equal(3, Lines().Length);
    }

    [Fact]
    public async Task A_live_run_is_followed_until_it_ends()
    {
        await using var run = await RealRun.StartAsync(_home, "live");
        run.Log(("loss", 1));
        await run.FlushAsync();

        var tail = _tool.RunAsync("tail", "live", "--json");
        await Waiting.Until(() => Lines().Length == 1, Patience);
        run.Log(("loss", 2));
        run.Log(("loss", double.NaN));
        await run.FinishAsync();

        Assert.Equal(0, await tail.WaitAsync(Patience));
        var rows = Lines().Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["1", "2", "NaN"], rows.Select(row => row.GetProperty("loss").ToString()));
        Assert.Equal([0, 1, 2], rows.Select(row => row.GetProperty("_step").GetInt32()));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_well()
    {
        await using var run = await RealRun.StartAsync(_home, "live");
        run.Log(("loss", 1));
        await run.FlushAsync();
        using var interruption = new CancellationTokenSource();

        var tail = _tool.RunAsync(interruption.Token, "tail", "live");
        await Waiting.Until(() => Lines().Length == 1, Patience);
        await interruption.CancelAsync();

        Assert.Equal(0, await tail.WaitAsync(Patience));
    }

    [Fact]
    public async Task What_the_program_printed_comes_along_when_it_is_asked_for()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            run.WriteLine("epoch 1");
            run.Log(("loss", 1));
            run.WriteLine("epoch 2");
        });

        await _tool.RunAsync("tail", "one", "--console");

        Assert.Equal(["epoch 1", "step 0  loss 1", "epoch 2"], Lines());
    }

    [Fact]
    public void Of_a_line_that_is_written_over_the_last_state_counts()
    {
        var text = new ConsoleText();

        Assert.Empty(text.Take("  1 %\r 50"));
        Assert.Equal([" 50 %", "done"], text.Take(" %\ndone\r\n"));
    }

    public void Dispose() => _home.Dispose();

    private string[] Lines() => _tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
