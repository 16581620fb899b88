using System.Diagnostics;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Serving;

namespace WandbActors.Benchmarks.Syncing;

/// <summary>One run of the <c>wandb-actors</c> tool as people run it, from its start to its end: what it said and what it took.</summary>
/// <param name="ExitCode">0 when everything was sent.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="CpuSeconds">What all its threads took of the processors.</param>
/// <param name="PeakMegabytes">The most memory that it had resident.</param>
internal sealed record ToolRun(int ExitCode, string Output, double Seconds, double CpuSeconds, double PeakMegabytes)
{
    // The peak only grows, and what is missed are its last milliseconds. In its first ones the process is still this one's copy.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public static async Task<ToolRun> SyncAsync(string path, ServerPlace server)
    {
        var tool = AppContext.GetData("WandbActors.Tool") as string ?? "wandb-actors";
        var start = new ProcessStartInfo(tool, ["sync", path, "--base-url", server.BaseUrl, "--api-key", server.ApiKey]) { RedirectStandardOutput = true };
        var (began, cpu, peak) = (Stopwatch.GetTimestamp(), ProcessorClock.EndedChildren, 0.0);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        while (!process.HasExited)
        {
            peak = ProcessMemory.PeakMegabytesOf(process.Id) is var newest and > 0 ? newest : peak;
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(LookAgain, TimeProvider.System));
        }

        return new ToolRun(
            process.ExitCode, await output, Stopwatch.GetElapsedTime(began).TotalSeconds, (ProcessorClock.EndedChildren - cpu) * 1e-9, peak);
    }
}
