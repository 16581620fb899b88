using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Tests;

/// <summary>What training loops do to their tensors as soon as a call has returned.</summary>
[Trait("Needs", "libtorch")]
[Collection(AloneCollection.Name)]
public class DisposedAtOnceSpecs
{
    private const int Logs = 300_000;
    private const int WarmUp = 60_000;
    private const int Elements = 8192;

    // What a leak of the smallest thing that could be leaked, a detached handle of some 250 bytes at each call, would by far exceed.
    private const long MaxGrowthBytes = 32 << 20;

    [LibTorchFact]
    public async Task All_values_arrive_and_no_memory_is_left()
    {
        await using var offline = await OfflineRun.StartAsync();
        using var numbers = arange(Elements).to(float32);
        var before = DisposeScopeManager.Statistics.TensorStatistics;
        var (alive, created, disposed) = (before.ThreadTotalLiveCount, before.CreatedInScopeCount, before.DisposedInScopeCount);

        Log(offline.Run, numbers, 0, WarmUp);
        var memory = NativeBytes();
        Log(offline.Run, numbers, WarmUp, Logs);
        var growth = NativeBytes() - memory;

        var after = DisposeScopeManager.Statistics.TensorStatistics;
        Assert.Equal(alive, after.ThreadTotalLiveCount);
        Assert.Equal(after.CreatedInScopeCount - created, after.DisposedInScopeCount - disposed);
        Assert.InRange(growth, long.MinValue, MaxGrowthBytes);
        AssertRight(await offline.FinishAsync());
    }

    // Tensors only: a number beside a tensor becomes an object of TorchSharp's that the garbage collector may free under the call.
    private static void Log(Run run, Tensor numbers, int from, int to)
    {
        using var epoch = NewDisposeScope();
        for (var step = from; step < to; step++)
        {
            var now = tensor((float)step);
            var loss = numbers[step % Elements] + now;
            if (step % 100 == 0)
                run.Log(("loss", loss), ("histogram", numbers * now), ("statistics", (numbers[..64] + now).ToStatistics()));
            else if (step % 10 == 0)
                run.Log(("loss", loss), ("list", numbers[..3] + now));
            else
                run.Log(("loss", loss));
            loss.zero_();
            epoch.DisposeEverything();
        }
    }

    private static void AssertRight(IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        Assert.Equal(Logs, rows.Count);
        for (var step = 0; step < Logs; step++)
        {
            var row = rows[step];
            Assert.Equal(step % Elements + step, double.Parse(row["loss"], CultureInfo.InvariantCulture));
            if (step % 100 == 0)
                AssertMany(row, step);
            else if (step % 10 == 0)
                Assert.Equal($"[{step},{step + 1},{step + 2}]", row["list"]);
        }
    }

    private static void AssertMany(IReadOnlyDictionary<string, string> row, int step)
    {
        Assert.Equal((step + 31.5, step, step + 63), (Number("mean"), Number("min"), Number("max")));
        var edges = step == 0 ? ",0.5]}" : FormattableString.Invariant($",{(double)((Elements - 1) * (float)step)}]}}");
        Assert.EndsWith(edges, row["histogram"]);

        double Number(string name) => double.Parse(row[$"statistics.{name}"], CultureInfo.InvariantCulture);
    }

    // What the process holds, less what the garbage collector has of it.
    private static long NativeBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
