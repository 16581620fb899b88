using System.Diagnostics;
using System.Globalization;
using WandbActors.Benchmarks.Commands;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using WandbActors.Benchmarks.Serving;

namespace WandbActors.Benchmarks.Starting;

/// <summary>What a run costs that does nothing: to start it, to end it, and to have it.</summary>
internal static class StartBenchmark
{
    private const int Runs = 100;
    private const int WarmUpRuns = 10;
    private const int Processes = 10;
    private const int IdleSeconds = 20;

    public static BenchmarkCommand Command { get; } =
        new("start", ["offline", "cold", "idle"], MeasureAsync) { Numbers = ["--runs", "--seconds"] };

    private static async Task MeasureAsync(BenchmarkOptions options, Report report)
    {
        foreach (var part in options.Parts)
        {
            await (part switch
            {
                "offline" => MeasureOfflineAsync(report, options.Number("--runs", Runs)),
                "cold" => MeasureColdAsync(report, options.Number("--runs", Processes)),
                _ => MeasureIdleAsync(report, TimeSpan.FromSeconds(options.Number("--seconds", IdleSeconds))),
            });
        }
    }

    // Each run logs one row.
    private static async Task MeasureOfflineAsync(Report report, int count)
    {
        var directory = Directory.CreateTempSubdirectory("wandb-actors-benchmark-");
        var (_, _, wrong) = await StartAndFinishAsync(directory.FullName, WarmUpRuns);
        var (began, cpu) = (Stopwatch.GetTimestamp(), ProcessorClock.Process);
        var (starts, ends, alsoWrong) = await StartAndFinishAsync(directory.FullName, count);
        var (seconds, cpuSeconds) = (Stopwatch.GetElapsedTime(began).TotalSeconds, (ProcessorClock.Process - cpu) * 1e-9);
        directory.Delete(recursive: true);

        report.Add(starts.Measured("start/init-offline") with { Remark = $"of {count} runs one after another, in a process that has had {WarmUpRuns}" });
        report.Add(ends.Measured("start/finish-offline") with { Remark = "with one row logged" });
        report.Add(new Measurement("start/runs-in-a-row")
        {
            Rows = count,
            CpuSeconds = cpuSeconds,
            PeakMegabytes = ProcessMemory.PeakMegabytes,
            Wrong = wrong + alsoWrong,
            Remark = string.Create(CultureInfo.InvariantCulture, $"{count} runs in {seconds:F2} s"),
        });
    }

    private static async Task<(CallTimes Starts, CallTimes Ends, long Wrong)> StartAndFinishAsync(string directory, int count)
    {
        var (starts, ends, wrong) = (new CallTimes(count), new CallTimes(count), 0L);
        for (var i = 0; i < count; i++)
        {
            var began = CallTimes.Begin();
            var run = await OfflineRun.StartInAsync(directory);
            starts.End(began);
            run.Log(("i", i));
            began = CallTimes.Begin();
            var receipt = await run.FinishAsync();
            ends.End(began);
            wrong += receipt.RowsInLog == 1 ? 0 : 1;
        }

        return (starts, ends, wrong);
    }

    private static async Task MeasureColdAsync(Report report, int count)
    {
        var times = new CallTimes(count);
        var cpu = ProcessorClock.EndedChildren;
        for (var i = 0; i < count; i++)
        {
            var directory = Directory.CreateTempSubdirectory("wandb-actors-benchmark-");
            var began = CallTimes.Begin();
            using var process = OwnProcess.Start([FirstRowProcess.Verb, directory.FullName]);
            if (await process.StandardOutput.ReadLineAsync() is null)
                throw new InvalidOperationException("The process that was to log a row has ended without.");
            times.End(began);
            await process.WaitForExitAsync();
            directory.Delete(recursive: true);
        }

        report.Add(times.Measured("start/cold-to-first-row") with
        {
            Rows = 1,
            CpuSeconds = (ProcessorClock.EndedChildren - cpu) * 1e-9 / count,
            Remark = $"{count} processes, from their start until the row is in the log; CPU is one process's, its end included",
        });
    }

    private static async Task MeasureIdleAsync(Report report, TimeSpan time)
    {
        _ = ProcessSystem.Value;
        report.Add(await IdleAsync("start/idle-actor-system", time));
        using var server = await OwnServer.StartAsync();
        await using var online = await OnlineRun.StartAsync(server.Place, TimeSpan.FromSeconds(60));
        online.Run.Log(("loss", 0.5));
        report.Add(await IdleAsync("start/idle-online-run", time));
    }

    private static async Task<Measurement> IdleAsync(string name, TimeSpan time)
    {
        // Before it is idle, what came at its start is sent, and code that was used often is compiled.
        await Task.Delay(time / 2, TimeProvider.System);
        var (began, cpu, threads) = (Stopwatch.GetTimestamp(), ProcessorClock.Process, ThreadTimes.Read());
        await Task.Delay(time, TimeProvider.System);
        var ran = (ProcessorClock.Process - cpu) * 1e-9;
        return new Measurement(name)
        {
            CpuSeconds = ran,
            PeakMegabytes = ProcessMemory.PeakMegabytes,
            Ratio = ran / Stopwatch.GetElapsedTime(began).TotalSeconds,
            Remark = $"ratio is the share of one core; {ThreadTimes.Read().Since(threads) ?? "no thread ran for 10 ms"}",
        };
    }
}
