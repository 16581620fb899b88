using System.Diagnostics;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Writing;

/// <summary>
/// One thread logs rows into an offline run, as fast as it can or at a pace, until all of them are in the log on disk: how fast that is, and
/// what of the processor's time goes to the thread itself, which waits while the buffer is full, and what to all others together, the garbage
/// collector's included.
/// </summary>
internal sealed class SustainedWrite(NumberRows rows, int numbersPerRow, Pace pace)
{
    // Until then the code is compiled for good, which the runtime does in pauses.
    private const int WarmUps = 4;
    private const int WarmUpRows = 500_000;

    private static readonly TimeSpan WarmUpPause = TimeSpan.FromMilliseconds(500);

    public async Task<Measurement> MeasureAsync(string name, long count)
    {
        await WarmUpAsync(Math.Min(WarmUpRows, count));
        await using var offline = await OfflineRun.StartAsync();
        GC.Collect();
        var threads = ThreadTimes.Read();
        var (began, cpu) = (Stopwatch.GetTimestamp(), ProcessorClock.Process);
        var logCpu = await LogAllAsync(offline, count, pace);
        var (seconds, cpuNanoseconds) = (Stopwatch.GetElapsedTime(began).TotalSeconds, ProcessorClock.Process - cpu);
        var (peak, ran) = (ProcessMemory.PeakMegabytes, ThreadTimes.Read().Since(threads));
        var receipt = await offline.Run.FinishAsync();

        var log = WrittenLog.Read(offline.LogPath, count);
        var format = FormattingCost.PerRow(log.Sample);
        var drain = (cpuNanoseconds - logCpu) / (double)count;
        return new Measurement(name)
        {
            Rows = count,
            NumbersPerRow = numbersPerRow,
            Threads = 1,
            RowsPerSecond = count / seconds,
            BytesPerRow = log.Bytes / (double)count,
            CpuSeconds = cpuNanoseconds * 1e-9,
            PeakMegabytes = peak,
            LogCpuPerRow = logCpu / (double)count,
            DrainCpuPerRow = drain,
            FormatCpuPerRow = format,
            Ratio = drain / format,
            Wrong = log.Wrong + receipt.RowsOffered - receipt.RowsInLog,
            Remark = ran,
        };
    }

    private async Task WarmUpAsync(long count)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await using var offline = await OfflineRun.StartAsync();
            await LogAllAsync(offline, count, Pace.Unlimited);
            await Task.Delay(WarmUpPause, TimeProvider.System);
        }
    }

    // Gives back what the logging thread took of the processor.
    private async Task<long> LogAllAsync(OfflineRun offline, long count, Pace pace)
    {
        var cpu = await OwnThread.RunAsync(() =>
        {
            var began = ProcessorClock.Thread;
            pace.Begin();
            for (var i = 0L; i < count; i++)
            {
                pace.Wait(i);
                offline.Run.Log(rows.Next());
            }

            return ProcessorClock.Thread - began;
        });
        await offline.FlushAsync();
        return cpu;
    }
}
