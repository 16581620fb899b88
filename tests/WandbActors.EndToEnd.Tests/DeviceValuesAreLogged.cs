using System.Diagnostics;
using WandbActors.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace WandbActors.EndToEnd.Tests;

public sealed class DeviceValuesAreLogged(ITestOutputHelper output) : Situation
{
    private const int Rows = 1_000_000;
    private const int WarmRows = 200_000;
    private const long FlatBytes = 32 << 20;

    [Fact]
    public async Task A_million_are_those_of_their_calls_although_each_tensor_is_changed_right_after_and_memory_stays_flat()
    {
        var run = await Program.StartAsync();
        var device = new FakeDevice(TimeProvider.System, _ => TimeSpan.FromMicroseconds(3), slots: 1 << 16, maxSlots: 1 << 20);
        var (total, squares) = (device.Tensor(0), device.Tensor(0, stream: 1));
        var (warm, watch) = (0L, Stopwatch.StartNew());

        for (var row = 0; row < Rows; row++)
        {
            run.Log(("total", total.Deferred()), ("row", row), ("square", squares.Deferred()));
            total.Add(1);
            squares.Set((row + 1L) * (row + 1L));
            if (row == WarmRows)
                warm = LiveBytes();
        }

        var grown = LiveBytes() - warm;
        var logged = watch.Elapsed;
        var receipt = await run.FinishAsync();
        output.WriteLine($"{Rows} rows of 2 values logged in {logged.TotalSeconds:0.0} s, in the log after {watch.Elapsed.TotalSeconds:0.0} s; "
            + $"{device.FencesSet} fences, {device.Slots.Count} slots, {grown / 1024} KiB more than after {WarmRows} rows");

        var next = 0L;
        foreach (var row in StreamedRows.In(TrainingProgram.LogPathOf(run), double.Parse))
        {
            Assert.Equal((next, next, next, next * next), (row["_step"], row["row"], row["total"], row["square"]));
            next++;
        }

        Assert.Equal(Rows, next);
        Assert.Equal((Rows, 0L), (receipt.RowsInLog, receipt.ValuesLost));
        Assert.InRange(grown, long.MinValue, FlatBytes);
        Assert.Equal(0, device.OpenFences);
    }

    private static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);
}
