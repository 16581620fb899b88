using TorchSharp;
using static TorchSharp.torch;
using static WandbActors.Tests.OfflineRun;

namespace WandbActors.Tests.Snapshots;

[Trait("Needs", "libtorch")]
[Collection(AloneCollection.Name)]
public class TensorSnapshotSpecs
{
    private const int Bins = 32;

    [LibTorchTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    public async Task A_long_tensor_is_counted_later_as_it_was_at_the_call(ScalarType type)
    {
        var row = Assert.Single(await RowsOf(run =>
        {
            using var scope = NewDisposeScope();
            var numbers = arange(64).to(type);
            run.Log(("h", numbers), ("s", numbers.ToStatistics()));
            numbers.fill_(7);
        }));

        Assert.Equal(JsonOf(Enumerable.Range(0, 64)), row["h"]);
        Assert.Equal(("31.5", "0", "63"), (row["s.mean"], row["s.min"], row["s.max"]));
    }

    [LibTorchFact]
    public async Task Views_flags_and_graphs_are_counted_as_they_look()
    {
        var row = Assert.Single(await RowsOf(run =>
        {
            using var scope = NewDisposeScope();
            var weights = ones(64, requires_grad: true);
            run.Log(
                ("transposed", arange(200).reshape(100, 2).t()[1]),
                ("flags", arange(99) < 66),
                ("sparse", arange(64).to_sparse()),
                ("negated", complex(zeros(64), ones(64)).conj().imag),
                ("expanded", tensor(3).expand(64)),
                ("graph", weights * 2));
        }));

        Assert.Equal(JsonOf(Enumerable.Range(0, 100).Select(index => 2 * index + 1)), row["transposed"]);
        Assert.Equal(JsonOf(Enumerable.Range(0, 99).Select(index => index < 66 ? 1 : 0)), row["flags"]);
        Assert.Equal(JsonOf(Enumerable.Range(0, 64)), row["sparse"]);
        Assert.Equal(JsonOf(Enumerable.Repeat(-1, 64)), row["negated"]);
        Assert.Equal(JsonOf(Enumerable.Repeat(3, 64)), row["expanded"]);
        Assert.Equal(JsonOf(Enumerable.Repeat(2, 64)), row["graph"]);
    }

    [LibTorchFact]
    public async Task A_call_keeps_no_tensor_and_leaves_nothing_in_the_programs_scope()
    {
        await using var offline = await StartAsync();
        using var scope = NewDisposeScope();
        var (plain, view, flags) = (ones(100), ones(10, 10).t(), ones(100) > 0);
        var (inScope, alive) = (scope.DisposablesCount, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        offline.Run.Log(("plain", plain), ("view", view), ("flags", flags), ("statistics", plain.ToStatistics()));

        Assert.Equal(inScope, scope.DisposablesCount);
        Assert.Equal(alive, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [LibTorchFact]
    public async Task A_copy_is_taken_without_allocating()
    {
        await using var offline = await StartAsync();
        using var numbers = ones(64, 64);

        var least = long.MaxValue;
        for (var attempt = 0; attempt < 20_000 && least > 0; attempt++) // until it is all compiled
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            offline.Run.Log(("h", numbers), ("lr", 1e-3));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [LibTorchFact]
    public async Task When_too_much_is_under_way_the_logging_thread_counts_and_nothing_is_lost()
    {
        const int Elements = 1 << 20;
        using var many = arange(Elements).to(float32);
        var held = SnapshotMemory.MaxBytes - SnapshotMemory.Bytes;
        Assert.True(SnapshotMemory.TryTake(held));

        try
        {
            var rows = await RowsOf(run =>
            {
                run.Log(("h", many));
                run.Log(("s", many.ToStatistics()));
            });

            Assert.Contains($"\"values\":[{string.Join(',', Enumerable.Repeat(Elements / Bins, Bins))}]", rows[0]["h"]);
            Assert.Equal($"{(Elements - 1) / 2.0:F1}", rows[1]["s.mean"]);
        }
        finally
        {
            SnapshotMemory.GiveBack(held);
        }
    }

    [LibTorchFact]
    public async Task A_burst_beyond_all_bounds_is_counted_whole()
    {
        const int Calls = 5_000;
        using var numbers = arange(10_000);

        var rows = await RowsOf(run =>
        {
            for (var call = 0; call < Calls; call++)
                run.Log(("h", numbers.ToHistogram(1)));
        });

        Assert.Equal(Calls, rows.Count);
        Assert.All(rows, row => Assert.Equal("""{"_type":"histogram","values":[10000],"bins":[0,9999]}""", row["h"]));
    }

    [LibTorchFact]
    public async Task What_a_row_holds_comes_back_however_the_row_ends()
    {
        using var numbers = ones(1000);
        var before = SnapshotMemory.Bytes;
        await using var offline = await StartAsync();

        offline.Run.Log(("h", numbers), ("s", numbers.ToStatistics()));
        await offline.FinishAsync();
        for (var late = 0; late < 10_000; late++)
            offline.Run.Log(("h", numbers), ("s", numbers.ToStatistics()), ("nested", MetricValue.Of(new { numbers })));

        Assert.Equal(before, SnapshotMemory.Bytes);
    }

    [LibTorchFact]
    public async Task A_disabled_run_touches_no_tensor()
    {
        await using var run = await Wandb.InitAsync(new RunOptions { Mode = RunMode.Disabled });
        using var many = torch.ones(1000);
        var before = SnapshotMemory.Bytes;

        run.Log(("a", many), ("b", many.ToStatistics()));
        run.LogHistogram("c", many);

        Assert.Equal(before, SnapshotMemory.Bytes);
    }

    private static string JsonOf(IEnumerable<int> numbers) => MetricValue.Of(new Histogram(numbers.Select(number => (double)number), Bins)).ToString();
}
