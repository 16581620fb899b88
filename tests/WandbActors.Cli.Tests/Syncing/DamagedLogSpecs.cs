using WandbActors.Testing;

namespace WandbActors.Cli.Syncing;

/// <summary>Logs that are not as they were written: what is good reaches the server, and nobody is told that all is well.</summary>
public sealed class DamagedLogSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;
    private Tool _tool = null!;

    public async Task InitializeAsync()
    {
        _backend = await RecordingBackend.StartAsync();
        _tool = Tool.For(_backend, _home);
    }

    [Fact]
    public async Task Rows_before_and_behind_a_flipped_bit_are_sent()
    {
        var log = Write(bytes =>
        {
            bytes[40_000] ^= 1; // in the second of three blocks
            return bytes;
        });

        var exitCode = await _tool.RunAsync("sync", log);

        AssertLoss(log, exitCode, $"{log} is damaged: ");
        var rows = AssertGoodRows();
        Assert.Equal(Golden(^1), rows[^1]);
        Assert.Contains($"scalars: sent, but not whole, {rows.Count} rows", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_before_a_torn_tail_are_sent()
    {
        var log = Write(bytes => bytes[..60_000]);

        var exitCode = await _tool.RunAsync("sync", log);

        AssertLoss(log, exitCode, $"{log} ends too early: ");
        Assert.Equal(Golden(0), AssertGoodRows()[0]);
        Assert.Equal(1, _backend.Run("lab", "golden", "scalars").ExitCode);
    }

    [Fact]
    public async Task A_record_that_is_no_message_costs_itself()
    {
        var log = new SomeRun("one") { HasNonsense = true }.WriteTo(_home);

        var exitCode = await _tool.RunAsync("sync", log);

        AssertLoss(log, exitCode, "record 3 cannot be read");
        Assert.Equal(3, _backend.Run("lab", "golden", "one").History.Count);
    }

    [Fact]
    public async Task A_second_sync_of_a_damaged_log_says_so_again()
    {
        var log = Write(bytes => bytes[..60_000]);
        await _tool.RunAsync("sync", log);
        var rows = AssertGoodRows();

        var exitCode = await Tool.For(_backend, _home).RunAsync("sync", log);

        AssertLoss(log, exitCode, $"{log} ends too early: ");
        Assert.Equal(rows, AssertGoodRows());
    }

    [Theory]
    [InlineData(7, "it is empty: no run was written")]
    [InlineData(0, "it is empty: no run was written")]
    [InlineData(3, "it ends before its run is named: ")]
    [InlineData(20, "it ends before its run is named: ")]
    public async Task A_log_that_ends_before_its_run_is_not_sent(int length, string problem)
    {
        var log = Write(bytes => bytes[..length]);

        var exitCode = await _tool.RunAsync("sync", log);

        AssertLoss(log, exitCode, $"{log}: not sent: {problem}");
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task A_file_that_is_no_log_is_not_sent()
    {
        var log = _home.Write("run-text.wandb", "Dear diary, today I have trained a network.");

        var exitCode = await _tool.RunAsync("sync", log);

        AssertLoss(log, exitCode, $"{log}: not sent: it is no transaction log: ");
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task A_log_without_a_run_is_not_sent_and_holds_up_no_other()
    {
        var log = new SomeRun("nobody", Rows: 40) { HasRunRecord = false }.WriteTo(_home);
        new SomeRun("one").WriteTo(_home);

        var exitCode = await _tool.RunAsync("sync", "wandb");

        AssertLoss(log, exitCode, $"{log}: not sent: there is no run among its first 32 records");
        Assert.Equal(3, _backend.Run("lab", "golden", "one").History.Count);
    }

    [Fact]
    public async Task A_list_says_which_logs_cannot_be_sent()
    {
        var log = Write(_ => []);

        var exitCode = await _tool.RunAsync("sync", log, "--dry-run");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{log}: cannot be sent: it is empty", _tool.Output, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();
    }

    private static string Golden(Index row) => JsonMeaning.Of(new GoldenServer("scalars").Lines("wandb-history.jsonl")[row]);

    private string Write(Func<byte[], byte[]> damage)
    {
        var log = _home["run-scalars.wandb"];
        File.WriteAllBytes(log, damage(File.ReadAllBytes(Testing.Golden.LogOf("scalars"))));
        return log;
    }

    private void AssertLoss(string log, int exitCode, string message)
    {
        Assert.Equal(1, exitCode);
        Assert.Contains(message, _tool.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(log + ".synced"));
        Assert.Empty(_backend.Violations);
    }

    // Some are missing, and every other is one that was logged, in its order.
    private List<string> AssertGoodRows()
    {
        var golden = new GoldenServer("scalars").Lines("wandb-history.jsonl").Select(JsonMeaning.Of).ToList();
        var rows = _backend.Run("lab", "golden", "scalars").History.Select(JsonMeaning.Of).ToList();
        Assert.InRange(rows.Count, 1, golden.Count - 1);
        Assert.Equal(golden.Where(rows.Contains), rows);
        return rows;
    }
}
