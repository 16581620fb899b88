using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

/// <summary>The disk of the run's directory takes nothing more, as it is full or read-only.</summary>
public sealed class DiskIsFull : Situation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Rows are refused at once when the ring is full, and there are some MiB of room in it before. The end is waited for in real time.
    protected override string Settings => "wandb.buffer { wait = 0s, size = 4 MiB }\nwandb.finish.log-timeout = 3s";

    [MountsFact]
    public async Task Rows_wait_for_it_and_are_all_in_the_log_when_there_is_room()
    {
        using var disk = SmallDisk.InMemory(kibibytes: 1024);
        var run = await Program.StartAsync(new RunOptions { Directory = disk.Path });
        var filler = Path.Combine(disk.Path, "filler");
        await run.FlushAsync();
        Fill(filler);
        for (var row = 0; row < 5_000; row++)
            run.Log(("row", row));
        var flushed = run.FlushAsync();
        await StalledAsync(run);

        File.Delete(filler);
        var isFlushed = await flushed.WaitAsync(Patience);
        var receipt = await run.FinishAsync();

        Assert.True(isFlushed);
        Assert.True(receipt.IsComplete);
        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(row => $"{row}"), TrainingProgram.LogOf(run).History.Select(row => row["row"]));
    }

    [MountsFact]
    public async Task What_the_ring_cannot_hold_is_refused_and_counted()
    {
        using var disk = SmallDisk.InMemory(kibibytes: 4096);
        var run = await Program.StartAsync(new RunOptions { Directory = disk.Path, FinishTimeout = TimeSpan.Zero });
        var text = new string('x', 1_000);
        for (var row = 0; row < 20_000; row++)
            run.Log(("row", row), ("text", text));

        var receipt = await run.FinishAsync().WaitAsync(Patience);

        Assert.Equal(20_000, receipt.RowsOffered);
        Assert.Equal(20_000 - receipt.RowsAccepted, receipt.RowsDropped["the memory buffer was full"]);
        Assert.InRange(receipt.RowsInLog, 1, receipt.RowsAccepted - 1);
        Assert.Contains("could not be written to the log", Program.Spoken);
        Assert.InRange(TrainingProgram.LogOf(run).History.Count, receipt.RowsInLog, receipt.RowsAccepted); // of the last batch the disk took a part: the ring has it too
    }

    [MountsFact]
    public async Task A_disk_that_turned_read_only_costs_no_row_that_the_ring_holds_and_no_more_time_than_allowed()
    {
        using var disk = SmallDisk.Ext4(mebibytes: 16);
        var run = await Program.StartAsync(new RunOptions { Directory = disk.Path, FinishTimeout = TimeSpan.Zero });
        run.Log(("row", 0));
        await run.FlushAsync();
        disk.TurnReadOnly();
        for (var row = 1; row < 5_000; row++)
            run.Log(("row", row));
        await StalledAsync(run);

        var receipt = await run.FinishAsync().WaitAsync(Patience);

        Assert.Equal((5_000, 5_000, 1), (receipt.RowsOffered, receipt.RowsAccepted, receipt.RowsInLog));
        Assert.Empty(receipt.RowsDropped);
        Assert.Equal(4_999, run.Ledger.InRing);
    }

    private static void Fill(string path)
    {
        try
        {
            using var file = File.Create(path);
            for (var block = new byte[4096]; ;)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // That is what it was for.
        }
    }

    private static async Task StalledAsync(Run run)
    {
        while ((await run.GetStatusAsync()).Problem?.Contains("Rows wait in the row buffer") != true)
            await Task.Yield();
    }
}
