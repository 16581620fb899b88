using System.Diagnostics;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

/// <summary>The filesystem of the run's directory answers no write until it thaws, as one does when a snapshot is taken or the storage hangs.</summary>
public sealed class DiskIsFrozen : Situation
{
    private const int Rows = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A call that touched the disk would not return before the thaw; this is for a busy machine.
    private static readonly TimeSpan NoWait = TimeSpan.FromSeconds(1);

    // Waited for in real time.
    protected override string Settings => "wandb.finish.log-timeout = 3s";

    [MountsFact]
    public async Task No_call_of_Log_waits_and_after_the_thaw_everything_is_there()
    {
        using var disk = SmallDisk.Ext4(mebibytes: 32);
        var run = await Program.StartAsync(new RunOptions { Directory = disk.Path });
        await run.FlushAsync();
        disk.Freeze();

        var longest = await Task.Run(() => LogRows(run)).WaitAsync(Patience);
        var whileFrozen = run.Ledger;
        disk.Thaw();
        var receipt = await run.FinishAsync().WaitAsync(Patience);

        Assert.InRange(longest, TimeSpan.Zero, NoWait);
        Assert.Equal((Rows, 0, 0), (whileFrozen.InRing, whileFrozen.InLog, whileFrozen.Refused));
        Assert.True(receipt.IsComplete);
        Assert.Equal(Enumerable.Range(0, Rows).Select(row => $"{row}"), TrainingProgram.LogOf(run).History.Select(row => row["row"]));
    }

    [MountsFact]
    public async Task Finishing_is_bounded_and_no_row_is_gone()
    {
        using var disk = SmallDisk.Ext4(mebibytes: 32);
        var run = await Program.StartAsync(new RunOptions { Directory = disk.Path, FinishTimeout = TimeSpan.Zero });
        await run.FlushAsync();
        disk.Freeze();
        await Task.Run(() => LogRows(run)).WaitAsync(Patience);

        var receipt = await run.FinishAsync().WaitAsync(Patience);
        disk.Thaw();
        await run.Session!.Ended.WaitAsync(Patience);

        Assert.Equal((Rows, Rows, 0), (receipt.RowsOffered, receipt.RowsAccepted, receipt.RowsInLog));
        Assert.Contains($"{Rows} rows could not be written to the log", Program.Spoken);
        Assert.Equal((Rows, 0), (run.Ledger.InLog + run.Ledger.InRing, run.Ledger.Refused));
        Assert.Equal(run.Ledger.InLog, TrainingProgram.LogOf(run).History.Count);
    }

    private static TimeSpan LogRows(Run run)
    {
        var longest = TimeSpan.Zero;
        for (var row = 0; row < Rows; row++)
        {
            var began = Stopwatch.GetTimestamp();
            run.Log(("row", row));
            var took = Stopwatch.GetElapsedTime(began);
            longest = took > longest ? took : longest;
        }

        return longest;
    }
}
