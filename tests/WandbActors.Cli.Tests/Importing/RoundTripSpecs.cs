using WandbActors.Testing;

namespace WandbActors.Cli.Importing;

/// <summary>What is exported and imported again has the same rows: values, steps and times.</summary>
public sealed class RoundTripSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public RoundTripSpecs() => _tool = new Tool(_home);

    public async Task InitializeAsync() => await RealRun.WriteAsync(_home, "one", run =>
    {
        run.Log(("loss", 0.1), ("big", long.MaxValue), ("note", "a \"b\",\nc"), ("flag", true), ("only ints", 7), ("digits", "12"), ("and text", "x"));
        run.Log(5, commit: true, ("loss", double.NaN), ("weights", Histogram.FromCounts([1, 0, 3], [0, 0.5, 1, 2])), ("digits", "a"));
        run.Log(5, commit: true, ("loss", double.NegativeInfinity), ("list", MetricValue.Of(new[] { 1.5, 2 })), ("note", ""));
        run.Log(("loss", 1e-300), ("val", MetricValue.Of(new { acc = 0.5, deep = new { er = 1 } })), ("_timestamp", 1_800_000_000.25));
    });

    public Task DisposeAsync()
    {
        _home.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task Rows_come_back_as_they_were(string format)
    {
        await _tool.RunAsync("export", "one", "--to", format, "-o", $"first.{format}");

        var exitCode = await _tool.RunAsync("import", $"first.{format}", "--project", "golden", "--id", "two");
        await _tool.RunAsync("export", "two", "--to", format, "-o", $"second.{format}");

        Assert.Equal((0, ""), (exitCode, _tool.Error));
        Assert.Equal(Values($"first.{format}"), Values($"second.{format}"));
    }

    [Fact]
    public async Task Event_files_give_back_what_TensorBoard_knows()
    {
        await RealRun.WriteAsync(_home, "pictured", run =>
        {
            run.Log(("loss", 0.5), ("picture", new Image(new byte[2 * 2 * 3], width: 2, height: 2)), ("note", "text"));
            run.Log(7, commit: true, ("loss", double.NaN), ("weights", Histogram.FromCounts([1, 0, 3], [0, 0.5, 1, 2])));
        });
        await _tool.RunAsync("export", "pictured", "--to", "tensorboard", "-o", "first");

        var exitCode = await _tool.RunAsync("import", "first", "--project", "golden", "--id", "two");
        await _tool.RunAsync("export", "pictured", "two", "--to", "jsonl", "-o", "rows");

        Assert.Equal((0, ""), (exitCode, _tool.Error));
        var (first, second) = (Rows("rows/pictured.jsonl"), Rows("rows/two.jsonl"));
        Assert.Equal(2, second.Count);
        foreach (var name in (string[])["loss", "note", "weights", "_step", "_timestamp"])
            Assert.Equal(first.Select(row => row.GetValueOrDefault(name)), second.Select(row => row.GetValueOrDefault(name)));
        Assert.Contains("image-file", second[0]["picture"], StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_home["wandb/latest-run/files/media/images"]));
    }

    [Fact]
    public async Task An_imported_run_is_sent_like_any_other()
    {
        await using var backend = await RecordingBackend.StartAsync();
        var tool = Tool.For(backend, _home);
        _home.Write("rows.jsonl", "{\"loss\":1}\n{\"loss\":\"NaN\"}\n");

        await tool.RunAsync("import", "rows.jsonl", "--project", "golden", "--entity", "lab", "--id", "two");
        var exitCode = await tool.RunAsync("sync", "wandb/latest-run");

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.Equal(2, backend.Run("lab", "golden", "two").History.Count);
        Assert.Empty(backend.Violations);
    }

    // The order of names, which other programs do not keep, does not count.
    private IEnumerable<string> Values(string file) => file.EndsWith(".csv", StringComparison.Ordinal)
        ? File.ReadAllLines(_home[file])
        : Rows(file).Select(row => string.Join(';', row.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}")));

    private List<Dictionary<string, string>> Rows(string file) => [.. File.ReadLines(_home[file]).Select(line =>
        System.Text.Json.JsonDocument.Parse(line).RootElement.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetRawText()))];
}
