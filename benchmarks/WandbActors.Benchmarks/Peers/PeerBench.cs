using System.Diagnostics;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>Measures one peer twice: how long a call takes at a pace that all of them keep up with, and how fast rows come to the disk without a pause.</summary>
internal sealed class PeerBench(Func<string, Task<IPeer>> start)
{
    private const int WarmUpRows = 20_000;
    private const int PacedRows = 20_000;

    private static readonly EnumerationOptions AllButLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public async Task<Measurement> MeasureAsync(string name, int rows)
    {
        await RunAsync(Math.Min(rows, WarmUpRows), Pace.Unlimited);
        var paced = await RunAsync(Math.Min(rows, PacedRows), new Pace(burst: 100, TimeSpan.FromMilliseconds(10)));
        GC.Collect();
        var saturated = await RunAsync(rows, Pace.Unlimited);
        return paced.Times.Measured(name) with
        {
            Rows = rows,
            NumbersPerRow = NumberRows.Names.Count,
            Threads = 1,
            RowsPerSecond = saturated.Kept / saturated.Seconds,
            BytesPerRow = saturated.Bytes / (double)saturated.Kept,
            BytesPerOp = paced.BytesPerCall,
            CpuSeconds = saturated.CpuSeconds,
            PeakMegabytes = ProcessMemory.PeakMegabytes,
            Remark = $"{(saturated.Kept == rows ? "" : $"{rows - saturated.Kept} rows dropped; ")}lost on a kill: {saturated.LostOnKill}",
        };
    }

    private async Task<Outcome> RunAsync(int rows, Pace pace)
    {
        var directory = Directory.CreateTempSubdirectory("wandb-actors-benchmark-");
        try
        {
            await using var peer = await start(directory.FullName);
            var times = new CallTimes(rows);
            var (began, cpu) = (Stopwatch.GetTimestamp(), ProcessorClock.Process);
            var bytesPerCall = await LogAsync(peer, rows, pace, times);
            var kept = await peer.CompleteAsync();
            var (seconds, cpuSeconds) = (Stopwatch.GetElapsedTime(began).TotalSeconds, (ProcessorClock.Process - cpu) * 1e-9);
            var bytes = directory.EnumerateFiles("*", AllButLinks).Sum(file => file.Length);
            return new Outcome(times, bytesPerCall, kept, seconds, cpuSeconds, bytes, peer.LostOnKill);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // Gives back how many bytes each call has allocated.
    private static Task<double> LogAsync(IPeer peer, int rows, Pace pace, CallTimes times) =>
        OwnThread.RunAsync(() =>
        {
            var numbers = new NumberRows(NumberRows.Names.Count);
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            pace.Begin();
            for (var row = 0; row < rows; row++)
            {
                pace.Wait(row);
                var next = numbers.NextNumbers();
                var began = CallTimes.Begin();
                peer.Log(row, next);
                times.End(began);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)rows;
        });

    private sealed record Outcome(
        CallTimes Times, double BytesPerCall, long Kept, double Seconds, double CpuSeconds, long Bytes, string LostOnKill);
}
