using System.Diagnostics;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Benchmarks;

/// <summary>
/// What one append costs the training thread: the mean of a batch (of the median batch, for the machine is shared), and the spread of single
/// appends, less the cost of the two time stamps around each. The consumer reads between the batches, on the same thread.
/// </summary>
internal static class LogCost
{
    private const int Batch = 4096;
    private const int Batches = 200;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public static void Measure(TextWriter output)
    {
        output.WriteLine($"{"row",-26} {"mean",7} {"p50",7} {"p99",7} {"p99.9",7} {"max",9}   ns per append, bytes allocated");
        foreach (var count in (int[])[2, 10, 50])
        {
            var buffer = Create();
            var names = new (string, MetricValue)[count];
            var handles = new (Metric, MetricValue)[count];
            var dynamicNames = new (string, MetricValue)[count];
            for (var i = 0; i < count; i++)
            {
                names[i] = ($"train/metric-{i}", i + 0.5);
                handles[i] = (buffer.MetricOf($"train/metric-{i}"), i + 0.5);
            }

            Report(output, $"{count} numbers by name", buffer, () => buffer.Append(names, null, true));
            Report(output, $"{count} numbers by handle", buffer, () => buffer.Append(handles, null, true));
            for (var i = 0; i < count; i++)
                dynamicNames[i] = (new string(names[i].Item1.AsSpan()), i + 0.5);
            Report(output, $"{count} numbers, names anew", buffer, () => buffer.Append(dynamicNames, null, true));
            buffer.Delete();
        }

        var mixed = Create();
        Report(output, "2 numbers and a text", mixed, () => mixed.Append([("loss", 0.5), ("acc", 0.5), ("note", "a text")], null, true));
        mixed.Delete();
    }

    private static RowBuffer Create() =>
        RowBuffer.Create(
            new RowBufferSettings(),
            Guid.NewGuid(),
            Path.Combine(Directory.CreateTempSubdirectory().FullName, "run-cost.wandb"),
            TimeProvider.System,
            () => { });

    private static void Report(TextWriter output, string row, RowBuffer buffer, Func<AppendOutcome> append)
    {
        var spread = new long[Batch * Batches];
        var stamps = StampCost.Ticks;
        Mean(buffer, append);
        var mean = Mean(buffer, append);
        Spread(buffer, append, spread);
        Array.Sort(spread);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Batch; i++)
            append();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Batch;
        Drain(buffer);
        double At(double share) => Math.Max(0, spread[(int)(share * (spread.Length - 1))] - stamps) * NanosecondsPerTick;
        output.WriteLine($"{row,-26} {mean,7:F1} {At(0.5),7:F0} {At(0.99),7:F0} {At(0.999),7:F0} {At(1),9:F0}   {bytes:F2} B");
    }

    private static double Mean(RowBuffer buffer, Func<AppendOutcome> append)
    {
        var ticks = new long[Batches];
        for (var batch = 0; batch < Batches; batch++)
        {
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < Batch; i++)
                append();
            ticks[batch] = Stopwatch.GetTimestamp() - began;
            Drain(buffer);
        }

        Array.Sort(ticks);
        return ticks[Batches / 2] * NanosecondsPerTick / Batch;
    }

    private static void Spread(RowBuffer buffer, Func<AppendOutcome> append, long[] spread)
    {
        for (var i = 0; i < spread.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            append();
            spread[i] = Stopwatch.GetTimestamp() - began;
            if (i % Batch == 0)
                Drain(buffer);
        }
    }

    private static void Drain(RowBuffer buffer)
    {
        while (buffer.Reader.TryRead(out _)) { }
        buffer.NoteRelease(new RingMark(buffer.Reader.Position, 0, default));
    }
}
