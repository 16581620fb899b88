using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Cli.Showing;

public sealed class ShowSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public ShowSpecs() => _tool = new Tool(_home);

    public async Task InitializeAsync() => await RealRun.WriteAsync(
        _home,
        "ab12cd34",
        run =>
        {
            for (var step = 0; step < 100; step++)
                run.Log(("loss", step == 50 ? double.NaN : 1.0 / (step + 1)), ("val/acc", step / 100.0));
            run.Summary["best"] = "epoch 3\u001b[2J";
        },
        options =>
        {
            options.Config["lr"] = 0.01;
            options.Tags.Add("baseline");
        });

    public Task DisposeAsync()
    {
        _home.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("ab12cd34")]
    [InlineData("latest")]
    [InlineData("wandb/latest-run")]
    public async Task A_run_is_found_by_its_names_and_everything_of_it_is_told(string name)
    {
        var exitCode = await _tool.RunAsync("show", name);

        Assert.Equal((0, ""), (exitCode, _tool.Error));
        var words = string.Join(' ', _tool.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (var told in (string[])["run ab12cd34", "tags baseline", "state finished", "rows 100, last step 99", "synced none", "lr 0.01", "val/acc 0.99", "Metadata: "])
            Assert.Contains(told, words, StringComparison.Ordinal);
        Assert.Contains("▁▁▁▂▂▂", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_move_the_cursor_does_not_reach_the_terminal()
    {
        await _tool.RunAsync("show", "latest");

        Assert.DoesNotContain('\u001b', _tool.Output);
        Assert.Contains("epoch 3 [2J", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_same_and_is_json()
    {
        await _tool.RunAsync("show", "latest", "--json");

        var run = JsonDocument.Parse(_tool.Output).RootElement;
        Assert.Equal(0.01, run.GetProperty("config").GetProperty("lr").GetDouble());
        Assert.Equal(0.01, run.GetProperty("summary").GetProperty("loss").GetDouble());
        Assert.Equal("NaN", run.GetProperty("metrics").GetProperty("loss")[50].GetString());
        Assert.Equal(Environment.MachineName, run.GetProperty("metadata").GetProperty("host").GetString());
    }

    [Fact]
    public async Task A_chart_fits_the_terminal_and_names_least_greatest_and_last()
    {
        var exitCode = await _tool.RunAsync("show", "latest", "--metric", "val/*", "--metric", "loss");

        Assert.Equal(0, exitCode);
        var lines = _tool.Output.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        Assert.StartsWith("loss  min 0.01  max 1  last 0.01  (100 values, 1 not finite)", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("val/acc  min 0  max 0.99  last 0.99  (100 values)", lines[13], StringComparison.Ordinal);
        Assert.EndsWith("99", lines[11], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_is_not_there_is_a_failure_that_names_similar_ones()
    {
        var exitCode = await _tool.RunAsync("show", "latest", "--metric", "los");

        Assert.Equal(1, exitCode);
        Assert.Equal("ab12cd34 has no metric los. Did you mean loss?", _tool.Error.Trim());
    }
}
