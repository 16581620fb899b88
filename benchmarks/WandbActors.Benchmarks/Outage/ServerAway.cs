using System.Diagnostics;
using System.Globalization;
using WandbActors.Benchmarks.Logging;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using WandbActors.Benchmarks.Serving;

namespace WandbActors.Benchmarks.Outage;

/// <summary>
/// One run logs a row a millisecond while the server is there, as long while it is away, and then everything is sent: a call takes as long as
/// before, memory does not grow, and each row arrives once.
/// </summary>
internal sealed class ServerAway(Report report, int seconds)
{
    private const int RowsPerSecond = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task MeasureAsync()
    {
        using var server = await OwnServer.StartAsync();
        await using var online = await OnlineRun.StartAsync(server.Place, Patience);
        var call = LogCall.Ten;
        await new LoggingThread(call, online.Run, Millisecond()).LogAsync(5 * RowsPerSecond);

        var there = await MeasureAsync("server-there", call, online.Run);
        await server.GoAwayAsync();
        var away = await MeasureAsync("server-away", call, online.Run);
        report.Add(there);
        report.Add(away with { Ratio = away.P50 / there.P50, Remark = $"{away.Remark}; ratio of the p50 to that of server-there" });

        await server.ComeBackAsync();
        var (began, cpu, waiting) = (Stopwatch.GetTimestamp(), ProcessorClock.Process, online.Run.Ledger.Waiting);
        var receipt = await online.Run.FinishAsync();
        var (sent, arrived) = (Stopwatch.GetElapsedTime(began).TotalSeconds, await server.CountAsync());
        report.Add(new Measurement("outage/server-back")
        {
            Rows = waiting,
            NumbersPerRow = call.Numbers,
            CpuSeconds = (ProcessorClock.Process - cpu) * 1e-9,
            PeakMegabytes = ProcessMemory.PeakMegabytes,
            Wrong = arrived.Wrong + Math.Abs(receipt.RowsOffered - arrived.Rows) + receipt.RowsWaiting + receipt.RowsOffered - receipt.RowsAccepted,
            Remark = string.Create(CultureInfo.InvariantCulture, $"sent {sent:F1} s after its return; of {arrived.Rows} rows {arrived.Repeated} came twice"),
        });
    }

    private async Task<Measurement> MeasureAsync(string name, LogCall call, Run run)
    {
        var (before, cpu) = (ProcessMemory.Megabytes, ProcessorClock.Process);
        var (times, bytes) = await new LoggingThread(call, run, Millisecond()).LogAsync(seconds * RowsPerSecond);
        return times.Measured($"outage/{name}") with
        {
            Rows = seconds * RowsPerSecond,
            NumbersPerRow = call.Numbers,
            Threads = 1,
            BytesPerOp = bytes,
            CpuSeconds = (ProcessorClock.Process - cpu) * 1e-9,
            PeakMegabytes = ProcessMemory.PeakMegabytes,
            Wrong = run.Ledger.Refused,
            Remark = string.Create(CultureInfo.InvariantCulture, $"resident {before:F0} MB before, {ProcessMemory.Megabytes:F0} MB after it"),
        };
    }

    private static Pace Millisecond() => new(burst: 1, TimeSpan.FromMilliseconds(1));
}
