using Google.Protobuf;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Cli.Syncing;

/// <summary>A sync that goes on.</summary>
public sealed class WatchSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _home = new();
    private readonly CancellationTokenSource _interruption = new();
    private RecordingBackend _backend = null!;
    private Tool _tool = null!;

    public async Task InitializeAsync()
    {
        _backend = await RecordingBackend.StartAsync();
        _tool = Tool.For(_backend, _home);
    }

    [Fact]
    public async Task Runs_that_appear_are_sent_and_Ctrl_C_ends_it_well()
    {
        new SomeRun("one").WriteTo(_home);

        var watch = Watch();
        await Waiting.Until(() => Rows("one") == 3, Patience);
        new SomeRun("two", Rows: 5).WriteTo(_home);
        await Waiting.Until(() => Rows("two") == 5 && _tool.Output.Contains("two: sent", StringComparison.Ordinal), Patience);

        Assert.Equal(0, await EndAsync(watch));
        Assert.Single(Lines(), line => line.StartsWith("one: sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_goes_on_is_sent_when_it_has_ended()
    {
        await using var run = await RealRun.StartAsync(_home, "live", options => options.Entity = "lab");
        run.Log(("loss", 1));
        await run.FlushAsync();

        var watch = Watch();
        await Waiting.Until(() => _tool.Output.Contains("live: goes on", StringComparison.Ordinal), Patience);
        var before = Rows("live");
        await run.FinishAsync();
        await Waiting.Until(() => Rows("live") == 1 && _tool.Output.Contains("live: sent", StringComparison.Ordinal), Patience);

        Assert.Equal(0, before);
        Assert.Equal(0, await EndAsync(watch));
    }

    [Fact]
    public async Task A_log_that_grows_and_that_nobody_here_writes_is_sent_on()
    {
        var log = new SomeRun("copy") { HasEnd = false }.WriteTo(_home);

        var watch = Watch();
        await Waiting.Until(() => _tool.Output.Contains("copy: sent", StringComparison.Ordinal), Patience);
        using (var writer = TransactionLogWriter.OpenForAppend(log, new FileInfo(log).Length))
        {
            writer.Append(new Record { History = new HistoryRecord { Item = { new HistoryItem { Key = "_step", ValueJson = "3" } } } }.ToByteArray());
            writer.Flush(toDisk: false);
        }

        await Waiting.Until(() => Rows("copy") == 4, Patience);

        Assert.Equal(0, await EndAsync(watch));
    }

    [Fact]
    public async Task What_had_been_sent_before_is_not_sent_again()
    {
        File.Create(new SomeRun("old").WriteTo(_home) + ".synced").Dispose();
        new SomeRun("new").WriteTo(_home);

        var watch = Watch();
        await Waiting.Until(() => Rows("new") == 3, Patience);

        Assert.Equal(0, await EndAsync(watch));
        Assert.Equal(0, Rows("old"));
    }

    [Fact]
    public void What_failed_is_tried_again_later_each_time_or_at_once_when_it_has_grown()
    {
        var now = DateTimeOffset.UnixEpoch;
        var (first, longest) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3));
        var log = WatchedLog.AtFirst(_home["none.wandb"], 10, includesSynced: false);

        var once = log.Failed(10, now, first, longest);
        var twice = once.Failed(10, now, first, longest);
        var thrice = twice.Failed(10, now, first, longest);

        Assert.True(log.IsDue(10, now));
        Assert.Equal([1, 2, 3], new[] { once, twice, thrice }.Select(tried => tried.Pause.TotalMinutes));
        Assert.False(once.IsDue(10, now));
        Assert.True(once.IsDue(11, now));
        Assert.True(once.IsDue(10, now + first));
    }

    [Fact]
    public async Task Without_a_key_it_does_not_begin()
    {
        Assert.Equal(1, await new Tool(_home).RunAsync("sync", ".", "--watch"));
    }

    [Fact]
    public async Task A_dry_run_does_not_watch()
    {
        Assert.Equal(2, await _tool.RunAsync("sync", ".", "--watch", "--dry-run"));
    }

    public async Task DisposeAsync()
    {
        _interruption.Dispose();
        await _backend.DisposeAsync();
        _home.Dispose();

        Assert.Empty(_backend.Violations);
    }

    private Task<int> Watch()
    {
        Directory.CreateDirectory(_home["wandb"]);
        return _tool.RunAsync(_interruption.Token, "sync", "wandb", "--watch", "--interval", "0.05");
    }

    private async Task<int> EndAsync(Task<int> watch)
    {
        await _interruption.CancelAsync();
        return await watch.WaitAsync(Patience);
    }

    private int Rows(string id) => _backend.Run("lab", "golden", id).History.Count;

    private string[] Lines() => _tool.Output.Split('\n');
}
