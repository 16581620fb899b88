using System.Diagnostics;
using System.Globalization;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using WandbActors.Benchmarks.Serving;

namespace WandbActors.Benchmarks.Outage;

/// <summary>Many runs of one process that are sent at once, each with 1,000 rows a second: memory, the share of the processors, and whether all ledgers balance.</summary>
internal static class CrowdOfRuns
{
    private const int Threads = 4; // a thread for each run would cost more than the runs

    // Of every run, each time.
    private const int RowsPerTurn = 10;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<Measurement> MeasureAsync(string name, int count, int numbersPerRow, int seconds)
    {
        using var server = await OwnServer.StartAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => OnlineRun.StartAsync(server.Place, Patience)));
        var (began, cpu) = (Stopwatch.GetTimestamp(), ProcessorClock.Process);
        var turns = (long)(TimeSpan.FromSeconds(seconds) / Turn);
        var logged = await Task.WhenAll(runs.Chunk(Math.Max(1, (count + Threads - 1) / Threads)).Select(some => LogAsync(some, numbersPerRow, turns)));
        var (took, ran) = (Stopwatch.GetElapsedTime(began).TotalSeconds, (ProcessorClock.Process - cpu) * 1e-9);
        var resident = ProcessMemory.Megabytes;

        began = Stopwatch.GetTimestamp();
        var receipts = await Task.WhenAll(runs.Select(run => run.Run.FinishAsync()));
        var ended = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var arrived = await server.CountAsync();
        foreach (var run in runs)
            await run.DisposeAsync();

        var rows = turns * RowsPerTurn;
        return new Measurement(name)
        {
            Rows = rows * count,
            NumbersPerRow = numbersPerRow,
            Threads = logged.Length,
            RowsPerSecond = rows * count / took,
            CpuSeconds = ran,
            PeakMegabytes = ProcessMemory.PeakMegabytes,
            LogCpuPerRow = logged.Sum() / (double)(rows * count),
            DrainCpuPerRow = ((ran * 1e9) - logged.Sum()) / (rows * count),
            Ratio = ran / took,
            Wrong = receipts.Count(receipt => !Balances(receipt, rows)) + arrived.Wrong + Math.Abs((rows * count) - arrived.Rows),
            Remark = string.Create(
                CultureInfo.InvariantCulture,
                $"{count} runs for {took:F1} s; ratio is cores used; resident {resident:F0} MB at the end; all sent {ended:F1} s after it, {arrived.Repeated} rows twice"),
        };
    }

    private static bool Balances(RunReceipt receipt, long rows) => receipt.IsComplete && receipt.RowsOffered == rows && receipt.RowsOnServer == rows;

    // Gives back what the thread took of the processor.
    private static Task<long> LogAsync(IReadOnlyList<OnlineRun> runs, int numbersPerRow, long turns) =>
        OwnThread.RunAsync(() =>
        {
            var (numbers, pace, cpu) = (new NumberRows(numbersPerRow), new Pace(burst: 1, Turn), ProcessorClock.Thread);
            pace.Begin();
            for (var turn = 0L; turn < turns; turn++)
            {
                pace.Wait(turn);
                foreach (var run in runs)
                {
                    for (var row = 0; row < RowsPerTurn; row++)
                        run.Run.Log(numbers.Next());
                }
            }

            return ProcessorClock.Thread - cpu;
        });
}
