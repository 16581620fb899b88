using WandbActors.Persistence;
using WandbActors.Testing;

namespace WandbActors.Cli.Cleaning;

public sealed class CleanSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public CleanSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task Only_what_the_server_has_in_full_goes()
    {
        Sent("sent");
        new SomeRun("unsent").WriteTo(_home);

        var exitCode = await _tool.RunAsync("clean", "--yes");

        Assert.Equal((0, ""), (exitCode, _tool.Error));
        Assert.Equal(["unsent"], Left());
        Assert.Contains("1 stays: the server does not have all of it.", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_sits_and_then_nothing_goes()
    {
        Sent("sent");

        var exitCode = await _tool.RunAsync("clean");

        Assert.Equal(1, exitCode);
        Assert.Equal(["sent"], Left());
        Assert.Contains("give --yes", _tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", 0, 0)]
    [InlineData("n\n", 1, 1)]
    [InlineData("", 1, 1)]
    public async Task Whoever_sits_there_is_asked(string answer, int expected, int left)
    {
        Sent("sent");
        _tool.Answer = answer;

        var exitCode = await _tool.RunAsync("clean");

        Assert.Equal((expected, left), (exitCode, Left().Count));
        Assert.Contains("from this machine? [y/N]", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_go()
    {
        Sent("sent");

        var exitCode = await _tool.RunAsync("clean", "--dry-run");

        Assert.Equal(0, exitCode);
        Assert.Equal(["sent"], Left());
        Assert.Contains("Would remove 1 run, ", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_been_sent_goes_only_if_it_is_named_and_forced()
    {
        new SomeRun("one").WriteTo(_home);
        new SomeRun("two").WriteTo(_home);

        var all = await _tool.RunAsync("clean", "--yes", "--force");
        var unforced = await _tool.RunAsync("clean", "one", "--yes");
        var leftBefore = Left();
        var forced = await _tool.RunAsync("clean", "one", "--yes", "--force");

        Assert.Equal((0, 1, 0), (all, unforced, forced));
        Assert.Equal(["one", "two"], leftBefore);
        Assert.Equal(["two"], Left());
        Assert.Contains("one stays: the server does not have all of it.", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_log_stays_although_it_was_sent()
    {
        var log = Sent("one");
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);

        await _tool.RunAsync("clean", "--yes");

        Assert.Equal(["one"], Left());
        Assert.Contains("1 stays: its log is damaged.", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_goes_on_stays_even_if_it_is_forced()
    {
        Sent("one");
        using var held = RunLock.TryTake(_home["wandb"], "one", "which logs it", out _);

        var exitCode = await _tool.RunAsync("clean", "one", "--yes", "--force");

        Assert.Equal(1, exitCode);
        Assert.Equal(["one"], Left());
        Assert.Contains("one stays: it is in use.", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_has_grown_since_it_was_sent_stays()
    {
        var log = Sent("one");
        File.SetLastWriteTimeUtc(log, File.GetLastWriteTimeUtc(log).AddHours(1));

        await _tool.RunAsync("clean", "--yes");

        Assert.Equal(["one"], Left());
    }

    [Fact]
    public async Task An_attempt_stays_as_long_as_a_later_one_has_not_been_sent()
    {
        Sent("one");
        new SomeRun("one") { Prefix = "offline-run-20260822_101500-" }.WriteTo(_home);

        await _tool.RunAsync("clean", "--yes");

        Assert.Equal(["one", "one"], Left());
        Assert.Contains("1 stays: a later attempt at the run has not been sent.", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_old_ones_go_when_that_is_said()
    {
        Sent("new");
        var old = Path.GetDirectoryName(Sent("old"))!;
        foreach (var file in Directory.GetFiles(old, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2026, 8, 21, 0, 0, 0, DateTimeKind.Utc));

        await _tool.RunAsync("clean", "--yes", "--older-than", "30");

        Assert.Equal(["new"], Left());
    }

    [Fact]
    public async Task The_link_to_the_latest_run_goes_with_it()
    {
        Sent("one");
        Directory.CreateSymbolicLink(_home["wandb/latest-run"], "offline-run-20260821_101500-one");

        await _tool.RunAsync("clean", "--yes");

        Assert.Empty(Directory.GetFileSystemEntries(_home["wandb"]));
    }

    public void Dispose() => _home.Dispose();

    private string Sent(string id)
    {
        var log = new SomeRun(id).WriteTo(_home);
        File.Create(log + ".synced").Dispose();
        File.SetLastWriteTimeUtc(log, File.GetLastWriteTimeUtc(log).AddMinutes(-1));
        return log;
    }

    private IReadOnlyList<string> Left() =>
        [.. Directory.GetDirectories(_home["wandb"], "*run-*").Select(run => run[(run.LastIndexOf('-') + 1)..]).Order(StringComparer.Ordinal)];
}
