using WandbActors.Testing;

namespace WandbActors.Cli.Syncing;

/// <summary>Which runs are sent, and what is said of them.</summary>
public sealed class SyncSpecs : IAsyncLifetime
{
    private static readonly string[] Runs = ["one", "two", "three"];

    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await RecordingBackend.StartAsync();

    [Fact]
    public async Task A_wandb_directory_means_its_offline_runs_that_were_not_sent()
    {
        var tool = Tool.For(_backend, _home);
        var unsent = new SomeRun("one").WriteTo(_home);
        var sent = new SomeRun("two").WriteTo(_home);
        File.Create(sent + ".synced").Dispose();
        new SomeRun("three") { Prefix = "run-20260821_101500-" }.WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb");

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.Equal(["Left aside: 1 online (--include-online), 1 sent already (--include-synced).", $"one: sending {unsent} ({new FileInfo(unsent).Length} bytes)", $"one: sent, 3 rows, {_backend.BaseUrl}/lab/golden/runs/one"], Lines(tool.Output));
        Assert.Equal((3, 0, 0), (Rows("one"), Rows("two"), Rows("three")));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task A_log_may_be_a_link_to_one_that_lies_elsewhere()
    {
        var log = new SomeRun("one").WriteTo(_home);
        File.Move(log, _home["elsewhere.wandb"]);
        File.CreateSymbolicLink(log, _home["elsewhere.wandb"]);

        var exitCode = await Tool.For(_backend, _home).RunAsync("sync", log);

        Assert.Equal((0, 3), (exitCode, Rows("one")));
        Assert.True(File.Exists(log + ".synced"));
    }

    [Fact]
    public async Task A_link_to_a_run_s_log_is_that_log()
    {
        var log = new SomeRun("one").WriteTo(_home);
        File.CreateSymbolicLink(_home["link.wandb"], log);

        var exitCode = await Tool.For(_backend, _home).RunAsync("sync", _home["link.wandb"], log);

        Assert.Equal((0, 3), (exitCode, Rows("one")));
        Assert.True(File.Exists(log + ".synced"));
        Assert.False(File.Exists(_home["link.wandb.synced"]));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task Online_and_sent_runs_are_sent_when_asked_for()
    {
        var tool = Tool.For(_backend, _home);
        var sent = new SomeRun("two").WriteTo(_home);
        File.Create(sent + ".synced").Dispose();
        new SomeRun("three") { Prefix = "run-20260821_101500-" }.WriteTo(_home);
        Directory.CreateSymbolicLink(_home["wandb/latest-run"], "run-20260821_101500-three");

        var exitCode = await tool.RunAsync("sync", "wandb", "--include-online", "--include-synced");

        Assert.Equal((0, 3, 3), (exitCode, Rows("two"), Rows("three")));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task Runs_go_in_order_of_id_and_start()
    {
        var tool = Tool.For(_backend, _home);
        new SomeRun("b").WriteTo(_home);
        new SomeRun("a") { Prefix = "offline-run-2-", StartedAt = 1_800_000_060 }.WriteTo(_home);
        new SomeRun("a") { Prefix = "offline-run-3-" }.WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb", "--dry-run");

        Assert.Equal(0, exitCode);
        Assert.Equal(["a: project golden, started 2027-01-15 08:00:00", "a: project golden, started 2027-01-15 08:01:00", "b: project golden, started 2027-01-15 08:00:00"],
            Lines(tool.Output).Select(line => line[..line.IndexOf(" UTC", StringComparison.Ordinal)]));
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task A_run_is_sent_once_however_often_it_is_named()
    {
        var tool = Tool.For(_backend, _home);
        var log = new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", log, Path.GetDirectoryName(log)!, "wandb");

        Assert.Equal((0, 3), (exitCode, Rows("one")));
        Assert.Single(Lines(tool.Output), line => line.StartsWith("one: sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_sync_sends_nothing()
    {
        var log = new SomeRun("one").WriteTo(_home);
        await Tool.For(_backend, _home).RunAsync("sync", log);
        var requests = _backend.Requests.Count;
        var tool = Tool.For(_backend, _home);

        var exitCode = await tool.RunAsync("sync", log);

        Assert.Equal((0, requests), (exitCode, _backend.Requests.Count));
        Assert.Contains("one: had been sent before", tool.Output, StringComparison.Ordinal);
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task A_log_that_has_grown_since_it_was_sent_without_an_end_is_sent_on()
    {
        var log = new SomeRun("one") { HasEnd = false }.WriteTo(_home);
        await Tool.For(_backend, _home).RunAsync("sync", log);
        File.Delete(log);
        new SomeRun("one", Rows: 5).WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var exitCode = await tool.RunAsync("sync", log);

        Assert.Equal((0, 5), (exitCode, Rows("one")));
        Assert.Contains("one: sent, 5 rows", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_left_an_empty_log_takes_turns_with_the_others()
    {
        var empty = new SomeRun("one", Rows: 0) { Prefix = "offline-run-1-", HasRunRecord = false, HasEnd = false }.WriteTo(_home);
        var log = new SomeRun("one") { Prefix = "offline-run-2-" }.WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        await tool.RunAsync("sync", empty, log);

        Assert.Equal(("one", "one"), (FoundLog.At(empty).RunId, FoundLog.At(log).RunId));
        Assert.DoesNotContain("in use", tool.Output, StringComparison.Ordinal);
        Assert.Equal(3, Rows("one"));
    }

    [Fact]
    public async Task What_is_too_long_for_the_server_is_said()
    {
        var log = new SomeRun("one") { TextLength = 11_000_000 }.WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var exitCode = await tool.RunAsync("sync", log);

        Assert.Equal((0, 3), (exitCode, Rows("one")));
        Assert.Contains("too long for it, or cannot be read: 1.", tool.Output + tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_could_not_be_sent_is_sent_by_the_next_sync()
    {
        var log = new SomeRun("one") { Files = ["notes.txt"] }.WriteTo(_home);
        _home.Write(Path.Combine(Path.GetDirectoryName(log)!, "files", "notes.txt"), "hello");
        _backend.BreakDown(RecordingBackend.Upload, Fault.Answer(403));
        var first = Tool.For(_backend, _home);

        var firstCode = await first.RunAsync("sync", log);
        var isMarked = File.Exists(log + ".synced");
        _backend.Restore(RecordingBackend.Upload);
        var secondCode = await Tool.For(_backend, _home).RunAsync("sync", log);

        Assert.Equal((1, false, 0), (firstCode, isMarked, secondCode));
        Assert.Contains("one: sent, but not whole, 3 rows", first.Output, StringComparison.Ordinal);
        Assert.Contains("notes.txt was not sent: HTTP 403", first.Output, StringComparison.Ordinal);
        Assert.Contains("notes.txt", _backend.Run("lab", "golden", "one").Files);
        Assert.Equal(3, Rows("one"));
        Assert.True(File.Exists(log + ".synced"));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task Alerts_are_sent_before_the_run_is_complete()
    {
        _backend.Script("NotifyScriptableRunAlert", Fault.Answer(503, retryAfter: "1"));
        var log = _home["run-alerts.wandb"];
        File.Copy(Golden.LogOf("alerts"), log);

        await Tool.For(_backend, _home).RunAsync("sync", log);

        var alert = Assert.Single(_backend.Run("lab", "golden", "alerts").Alerts);
        Assert.Equal(("Low accuracy", "below 0.5", "WARN"), ((string)alert["title"]!, (string)alert["text"]!, (string)alert["severity"]!));
    }

    [Fact]
    public async Task Rows_go_in_as_few_requests_as_take_them()
    {
        var log = new SomeRun("one", Rows: 2000).WriteTo(_home);

        await Tool.For(_backend, _home).RunAsync("sync", log);

        var requests = _backend.Requests.Count(request => request.Kind == RecordingBackend.FileStream && request.Text.Contains("wandb-history.jsonl", StringComparison.Ordinal));
        Assert.Equal(2000, Rows("one"));
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_run_that_is_answered_slowly_does_not_hold_back_the_others()
    {
        var gate = new TaskCompletionSource();
        _backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(gate));
        foreach (var id in Runs)
            new SomeRun(id).WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var syncing = tool.RunAsync("sync", "wandb");
        await _backend.AwaitAsync(backend => Runs.Count(id => backend.Run("lab", "golden", id).IsComplete) == 2);
        gate.SetResult();

        Assert.Equal(0, await syncing);
        Assert.All(Runs, id => Assert.Equal(3, Rows(id)));
        Assert.Equal(["one: sent", "three: sent", "two: sent"], Lines(tool.Output).Where(line => line.Contains(": sent,", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task The_logs_of_one_run_are_sent_one_after_the_other()
    {
        var gate = new TaskCompletionSource();
        _backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(gate));
        var earlier = new SomeRun("one").WriteTo(_home);
        var later = new SomeRun("one") { Prefix = "offline-run-20270115_080100-", StartedAt = 1_800_000_060 }.WriteTo(_home);
        new SomeRun("two").WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var syncing = tool.RunAsync("sync", "wandb");
        await _backend.AwaitAsync(backend => backend.Requests.Any(request => request.Kind == RecordingBackend.FileStream));
        gate.SetResult();

        Assert.Equal(0, await syncing);
        Assert.Equal([earlier, later], Lines(tool.Output).Where(line => line.StartsWith("one: sending", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task A_path_at_which_there_is_nothing_is_a_failure()
    {
        var tool = Tool.For(_backend, _home);
        Directory.CreateDirectory(_home["empty"]);

        var exitCode = await tool.RunAsync("sync", "empty", "nowhere");

        Assert.Equal(1, exitCode);
        Assert.Equal([$"{_home["empty"]} holds no runs: give a .wandb file, the directory of a run, a wandb directory, or a run's id.", $"{_home["nowhere"]} does not exist."], Lines(tool.Error));
    }

    [Fact]
    public async Task Lines_have_no_colours()
    {
        var tool = Tool.For(_backend, _home);
        new SomeRun("one").WriteTo(_home);

        await tool.RunAsync("sync", "wandb");

        Assert.DoesNotContain('\u001b', tool.Output);
    }

    [Fact]
    public async Task A_terminal_gets_a_bar_for_each_run()
    {
        var tool = Tool.For(_backend, _home);
        new SomeRun("one").WriteTo(_home);
        new SomeRun("[two]").WriteTo(_home);

        var (exitCode, screen) = await tool.RunOnScreenAsync("sync", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Contains("one   ━", screen, StringComparison.Ordinal);
        Assert.Contains("[two] ━", screen, StringComparison.Ordinal);
        Assert.Contains("100%", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("sending", tool.Output, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private int Rows(string id) => _backend.Run("lab", "golden", id).History.Count;
}
