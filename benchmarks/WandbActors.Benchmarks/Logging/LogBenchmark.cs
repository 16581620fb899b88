using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Logging;

/// <summary>
/// What a call of <c>Log</c> costs the thread that makes it: into the row buffer alone, and into a real run whose rows go on to the disk, at paces
/// that training has, without a pause, and under circumstances that it must not notice.
/// </summary>
internal static class LogBenchmark
{
    private const int BurstCalls = 200_000;
    private const int KilohertzCalls = 10_000;
    private const int SaturatedCalls = 2_000_000;
    private const int FrozenCalls = 40_000; // 10 numbers of so many rows fit into the buffer, twice
    private const int OtherThreads = 7;

    private static readonly LogCall[] Few = [LogCall.Two, LogCall.Ten];

    public static BenchmarkCommand Command { get; } =
        new("log", ["ring", "bursts", "1-khz", "saturated", "8-threads", "server-refuses", "disk-frozen"], MeasureAsync) { Numbers = ["--calls"], Directories = ["--frozen"] };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
            await MeasureAsync(part, options, report);
    }

    private static Task MeasureAsync(string part, BenchmarkOptions options, Report report)
    {
        int Calls(int otherwise) => options.Number("--calls", otherwise);
        switch (part)
        {
            case "ring":
                new RingCost(report).Measure();
                return Task.CompletedTask;
            case "bursts":
                return MeasureAsync(report, LogCall.All, new LatencyBench(part, Bursts, Calls(BurstCalls)));
            case "1-khz":
                return MeasureAsync(report, Few, new LatencyBench(part, () => new Pace(burst: 1, TimeSpan.FromMilliseconds(1)), Calls(KilohertzCalls)));
            case "saturated":
                return MeasureAsync(report, Few, new LatencyBench(part, () => Pace.Unlimited, Calls(SaturatedCalls)));
            case "8-threads":
                return MeasureBesideOthersAsync(report, part, Calls(BurstCalls));
            case "server-refuses":
                return MeasureRefusedAsync(report, part, Calls(BurstCalls));
            default:
                return MeasureFrozenAsync(report, part, Calls(FrozenCalls), options.Directory("--frozen"));
        }
    }

    private static Pace Bursts() => new(burst: 1000, TimeSpan.FromMilliseconds(25));

    private static async Task MeasureAsync(Report report, IEnumerable<LogCall> calls, LatencyBench bench)
    {
        foreach (var call in calls)
        {
            await using var offline = await OfflineRun.StartAsync();
            report.Add(await bench.MeasureAsync(call, offline.Run));
        }
    }

    // All threads have their bursts at the same time.
    private static async Task MeasureBesideOthersAsync(Report report, string part, int calls)
    {
        foreach (var call in Few)
        {
            await using var offline = await OfflineRun.StartAsync();
            var alone = await new LatencyBench($"{part}/alone", Bursts, calls).MeasureAsync(call, offline.Run);
            using var end = new CancellationTokenSource();
            var others = Enumerable.Range(0, OtherThreads).Select(_ => new LoggingThread(call, offline.Run, Bursts()).LogUntilAsync(end.Token)).ToList();
            var beside = await new LatencyBench(part, Bursts, calls).MeasureWarmAsync(call, offline.Run, alone);
            await end.CancelAsync();
            await Task.WhenAll(others);
            report.Add(alone);
            report.Add(beside with { Threads = OtherThreads + 1 });
        }
    }

    private static async Task MeasureRefusedAsync(Report report, string part, int calls)
    {
        foreach (var call in Few)
        {
            await using var offline = await OfflineRun.StartAsync();
            var alone = await new LatencyBench($"{part}/alone", Bursts, calls).MeasureAsync(call, offline.Run);
            await using var online = await OnlineRun.StartAsync(OnlineRun.NobodyThere);
            report.Add(alone);
            report.Add(await new LatencyBench(part, Bursts, calls).MeasureAsync(call, online.Run, alone));
        }
    }

    private static async Task MeasureFrozenAsync(Report report, string part, int calls, string? path)
    {
        using var disk = FrozenDisk.TryOpen(path, out var problem);
        if (disk is null)
        {
            report.Skip($"log/{part}", problem);
            return;
        }

        foreach (var call in Few)
        {
            var run = await OfflineRun.StartInAsync(disk.Path);
            var alone = await new LatencyBench($"{part}/alone", Bursts, calls).MeasureAsync(call, run);
            await run.FlushAsync();
            disk.Freeze();
            var frozen = await new LatencyBench(part, Bursts, calls).MeasureWarmAsync(call, run, alone);
            var isFrozen = run.Ledger.InRing >= calls;
            disk.Thaw();
            var receipt = await run.FinishAsync();
            report.Add(alone);
            report.Add(frozen with { Wrong = frozen.Wrong + (isFrozen ? 0 : 1) + receipt.RowsOffered - receipt.RowsInLog });
        }
    }
}
