using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Logging;

/// <summary>How long calls of <c>Log</c> take into a real run whose rows go on to the disk meanwhile, at some pace.</summary>
internal sealed class LatencyBench(string name, Func<Pace> pace, int calls)
{
    // In bursts with pauses: the code is compiled for good in the pauses.
    private const int WarmUpCalls = 100_000;

    private static readonly Func<Pace> WarmUp = () => new Pace(burst: 1000, TimeSpan.FromMilliseconds(10));

    /// <summary>Measures one call; where it was measured before under better circumstances, also its p50 as a multiple of that one's.</summary>
    public async Task<Measurement> MeasureAsync(LogCall call, Run run, Measurement? alone = null)
    {
        await new LoggingThread(call, run, WarmUp()).LogAsync(Math.Min(WarmUpCalls, 10 * calls));
        await run.FlushAsync();
        return await MeasureWarmAsync(call, run, alone);
    }

    /// <summary>The same where the code has been compiled for good.</summary>
    public async Task<Measurement> MeasureWarmAsync(LogCall call, Run run, Measurement? alone = null)
    {
        GC.Collect();
        var refused = run.Ledger.Refused;
        var (times, bytes) = await new LoggingThread(call, run, pace()).LogAsync(calls);
        var within = pace().Burst is > 1 and < int.MaxValue and var burst ? FormattableString.Invariant($"p99.9 within a burst {times.P999Within(burst):F0} ns") : null;
        var measured = times.Measured($"log/{name}/{call.Name}") with
        {
            Rows = calls,
            NumbersPerRow = call.Numbers,
            Threads = 1,
            BytesPerOp = Math.Round(bytes, 3), // a pause may take some, once in a thousand calls
            Wrong = run.Ledger.Refused - refused,
            Remark = within,
        };
        return alone is null ? measured : measured with { Ratio = measured.P50 / alone.P50, Remark = $"{within}; ratio of the p50 to that of alone" };
    }
}
