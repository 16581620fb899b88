using System.Text.Json;
using WandbActors.Persistence;
using WandbActors.Testing;

namespace WandbActors.Cli.Verifying;

public sealed class VerifySpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public VerifySpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task A_whole_log_is_sound_and_what_it_holds_is_told()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            run.Log(("loss", 1));
            run.Log(("loss", 2));
        });

        var exitCode = await _tool.RunAsync("verify", "one");

        Assert.Equal(0, exitCode);
        Assert.Contains("one: sound, ", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("2 rows, steps 0 to 1; records: ", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 0", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_is_found_where_it_is()
    {
        var log = new SomeRun("one", Rows: 5000).WriteTo(_home);
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[100_000] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);

        var exitCode = await _tool.RunAsync("verify", log, "--json");

        Assert.Equal(1, exitCode);
        var report = JsonDocument.Parse(_tool.Output).RootElement[0];
        Assert.False(report.GetProperty("sound").GetBoolean());
        var damage = report.GetProperty("damage")[0];
        Assert.Contains("checksum does not match", damage.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.InRange(damage.GetProperty("offset").GetInt64(), 99_900, 100_000);
    }

    [Fact]
    public async Task Records_that_are_missing_from_a_log_of_ours_are_counted()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            for (var step = 0; step < 5000; step++)
                run.Log(("loss", step));
        });
        var log = Directory.GetFiles(_home["wandb/latest-run"], "*.wandb").Single();
        var bytes = await File.ReadAllBytesAsync(log);
        Array.Clear(bytes, 2 * 32768, 32768);
        await File.WriteAllBytesAsync(log, bytes);

        var exitCode = await _tool.RunAsync("verify", "one");

        Assert.Equal(1, exitCode);
        Assert.Matches(@"damage: \d+ records are missing before number \d+ at byte \d+", _tool.Output);
    }

    [Fact]
    public async Task A_torn_tail_is_damage_unless_the_log_is_being_written()
    {
        var log = new SomeRun("one").WriteTo(_home);
        using (var file = File.OpenWrite(log))
            file.SetLength(file.Length - 1);

        var alone = await _tool.RunAsync("verify", "one");
        using var held = RunLock.TryTake(_home["wandb"], "one", "which logs it", out _);
        var live = await _tool.RunAsync("verify", "one");

        Assert.Equal((1, 0), (alone, live));
        Assert.Contains("a chunk is incomplete at byte ", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_no_message_is_damage()
    {
        new SomeRun("one") { HasNonsense = true }.WriteTo(_home);

        var exitCode = await _tool.RunAsync("verify", "one");

        Assert.Equal(1, exitCode);
        Assert.Contains("a record of 2 bytes with a good checksum cannot be read", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_named_and_missing_are_told_and_are_no_damage()
    {
        var log = new SomeRun("one") { Files = ["media/there.png", "media/gone.png"] }.WriteTo(_home);
        _home.Write(Path.GetRelativePath(_home.Path, Path.Combine(Path.GetDirectoryName(log)!, "files/media/there.png")), "png");

        var exitCode = await _tool.RunAsync("verify", "one");

        Assert.Equal(0, exitCode);
        Assert.Contains("1 files that the log names are not in files/: media/gone.png", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_runs_of_a_wandb_directory_are_read_and_a_left_row_buffer_is_told()
    {
        new SomeRun("one").WriteTo(_home);
        InterruptedRun.In(_home, "two", rows: 5);

        var exitCode = await _tool.RunAsync("verify", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Contains("one: sound", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("two: sound", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("a row buffer was left behind", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_log_is_damaged()
    {
        _home.Write("wandb/run-1-x/run-x.wandb", "this is no log at all");

        Assert.Equal(1, await _tool.RunAsync("verify", "x"));

        Assert.Contains("the file does not begin with the header of a W&B log", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_names_no_run_is_damaged()
    {
        _home.Write("wandb/offline-run-1-void/run-void.wandb", "");
        new SomeRun("nameless") { HasRunRecord = false }.WriteTo(_home);

        Assert.Equal(1, await _tool.RunAsync("verify", "wandb"));

        Assert.Contains("void: DAMAGED", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("the log is empty", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("nameless: DAMAGED", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("the log names no run", _tool.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();
}
