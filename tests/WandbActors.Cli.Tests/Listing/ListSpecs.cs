using System.Text.Json;
using WandbActors.Persistence;
using WandbActors.Testing;

namespace WandbActors.Cli.Listing;

public sealed class ListSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public ListSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task Runs_stand_in_the_order_of_their_start_each_on_a_line()
    {
        new SomeRun("late") { StartedAt = 1_800_000_060 }.WriteTo(_home);
        new SomeRun("early", Rows: 5).WriteTo(_home);

        var exitCode = await _tool.RunAsync("ls");

        Assert.Equal((0, ""), (exitCode, _tool.Error));
        var lines = _tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("id", lines[0].TrimStart(), StringComparison.Ordinal);
        Assert.Equal(["early", "golden", "finished", "2027-01-15", "08:00:00", "0:00:00", "5", "4", "none"], Words(lines[1])[..9]);
        Assert.Equal(["late", "golden", "finished", "2027-01-15", "08:01:00", "0:00:00", "3", "2", "none"], Words(lines[2])[..9]);
    }

    [Theory]
    [InlineData(200, "id name project state started (UTC) duration rows step synced size")]
    [InlineData(80, "id name project state rows step synced")]
    [InlineData(60, "id name project state rows synced")]
    [InlineData(45, "id state rows synced")]
    [InlineData(20, "id")]
    public async Task What_does_not_fit_the_terminal_is_left_out_and_no_line_is_broken(int width, string titles)
    {
        new SomeRun("ab12cd34ef56gh78", Rows: 1000).WriteTo(_home);
        new SomeRun("zz99yy88") { ExitCode = 1 }.WriteTo(_home);

        var (exitCode, screen) = await _tool.RunOnScreenAsync(width, "ls");

        Assert.Equal(0, exitCode);
        var lines = screen.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal(titles, string.Join(' ', Words(lines[0])));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("ab12cd34ef56gh78", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, width));
    }

    [Fact]
    public async Task The_state_follows_from_the_log_s_end_and_from_the_lock()
    {
        new SomeRun("good").WriteTo(_home);
        new SomeRun("bad") { ExitCode = 3 }.WriteTo(_home);
        new SomeRun("cut") { HasEnd = false }.WriteTo(_home);
        new SomeRun("live") { HasEnd = false }.WriteTo(_home);
        using var held = RunLock.TryTake(_home["wandb"], "live", "which logs it", out _);

        await _tool.RunAsync("ls", "wandb", "--json");

        var states = Json().ToDictionary(run => run.GetProperty("id").GetString()!, run => run.GetProperty("state").GetString());
        Assert.Equal(("finished", "failed", "crashed", "running"), (states["good"], states["bad"], states["cut"], states["live"]));
    }

    [Fact]
    public async Task A_run_that_is_only_being_sent_is_not_running()
    {
        new SomeRun("cut") { HasEnd = false }.WriteTo(_home);
        using var held = RunLock.TryTake(_home["wandb"], "cut", "which sends it", out _);

        await _tool.RunAsync("ls", "--json");

        Assert.Equal("crashed", Json().Single().GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_look_leaves_a_live_run_its_lock_and_leaves_no_lock_behind()
    {
        new SomeRun("live") { HasEnd = false }.WriteTo(_home);
        using (RunLock.TryTake(_home["wandb"], "live", "which logs it", out _))
        {
            await _tool.RunAsync("ls");

            Assert.Null(RunLock.TryTake(_home["wandb"], "live", "which logs it too", out var holder));
            Assert.EndsWith("which logs it", holder, StringComparison.Ordinal);
        }

        await _tool.RunAsync("ls");

        Assert.Empty(Directory.GetFiles(_home["wandb"], ".run-*"));
    }

    [Fact]
    public async Task Projects_and_states_are_chosen()
    {
        new SomeRun("one").WriteTo(_home);
        new SomeRun("two") { ExitCode = 1 }.WriteTo(_home);
        File.Create(new SomeRun("three").WriteTo(_home) + ".synced").Dispose();

        Assert.Equal(["two"], await IdsAsync("--state", "failed"));
        Assert.Equal(["one", "two"], await IdsAsync("--state", "unsent"));
        Assert.Empty(await IdsAsync("--project", "other"));
        Assert.Equal(3, (await IdsAsync("--project", "golden")).Count);
    }

    [Fact]
    public async Task What_is_on_the_server_is_said()
    {
        File.Create(new SomeRun("all").WriteTo(_home) + ".synced").Dispose();
        new SomeRun("none").WriteTo(_home);

        await _tool.RunAsync("ls", "--json");

        var runs = Json().ToDictionary(run => run.GetProperty("id").GetString()!);
        Assert.True(runs["all"].GetProperty("synced").GetBoolean());
        Assert.Equal(0, runs["none"].GetProperty("syncedRows").GetInt64());
    }

    [Fact]
    public async Task Of_what_was_sent_in_part_the_rows_are_told_that_the_server_has()
    {
        await using var backend = await RecordingBackend.StartAsync();
        var log = new SomeRun("one", Rows: 7) { HasEnd = false }.WriteTo(_home);
        await Tool.For(backend, _home).RunAsync("sync", log);
        File.Delete(log + ".synced");

        await _tool.RunAsync("ls");

        Assert.Contains(" 7 rows ", _tool.Output, StringComparison.Ordinal);
        Assert.Empty(backend.Violations);
    }

    [Fact]
    public async Task Of_a_run_that_was_online_and_left_no_word_of_its_sending_that_is_not_known()
    {
        new SomeRun("other") { Prefix = "run-20260821_101500-" }.WriteTo(_home);

        await _tool.RunAsync("ls");

        Assert.Contains(" unknown ", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_names_no_run_is_listed_as_unreadable()
    {
        new SomeRun("one") { HasRunRecord = false }.WriteTo(_home);

        Assert.Equal(0, await _tool.RunAsync("ls", "--json"));

        Assert.Equal("unreadable", Json().Single().GetProperty("state").GetString());
    }

    [Fact]
    public async Task Where_there_are_no_runs_the_places_that_were_searched_are_named()
    {
        var exitCode = await _tool.RunAsync("ls");

        Assert.Equal(1, exitCode);
        Assert.Contains(_home["wandb"], _tool.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private async Task<IReadOnlyList<string>> IdsAsync(params string[] arguments)
    {
        var tool = new Tool(_home);
        await tool.RunAsync(["ls", .. arguments, "--json"]);
        return [.. JsonDocument.Parse(tool.Output).RootElement.EnumerateArray().Select(run => run.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<JsonElement> Json() => JsonDocument.Parse(_tool.Output).RootElement.EnumerateArray();

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
