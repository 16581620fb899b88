using System.Diagnostics;
using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// Whether a tensor is logged by its value at the call: each is changed in place right after, and the log is read back. Any number that is
/// wrong or missing fails the program.
/// </summary>
internal sealed class CallTimeValue(Report report, Device device)
{
    private const int Rows = 100_000;

    public async Task MeasureAsync()
    {
        await using var offline = await OfflineRun.StartAsync();
        using var x = zeros(1, device: device);
        var one = 1.ToScalar();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rows; i++)
        {
            offline.Run.Log(("x", x));
            x.add_(one);
        }

        var logged = Stopwatch.GetElapsedTime(began);
        offline.Flush();
        var kept = Stopwatch.GetElapsedTime(began);

        double[] numbers = [.. LoggedNumbers.Read(offline.LogPath, "x")];
        report.Add(new Measurement($"{DeviceName.Of(device)}/value-at-call")
        {
            Rows = Rows,
            RowsPerSecond = Rows / kept.TotalSeconds,
            Wrong = numbers.Where((number, row) => number != row).Count() + Math.Abs(Rows - numbers.Length),
            Remark = $"the last was in the log {(kept - logged).TotalMilliseconds:F1} ms after its call",
        });
    }
}
