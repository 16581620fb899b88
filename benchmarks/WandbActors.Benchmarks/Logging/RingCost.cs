using System.Diagnostics;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Benchmarks.Logging;

/// <summary>
/// What one append to the row buffer costs by itself: the mean of a batch (of the median batch, for the machine is shared), and the spread of
/// single appends, less the cost of the two time stamps around each. The consumer reads between the batches, on the same thread.
/// </summary>
internal sealed class RingCost(Report report)
{
    private const int Batch = 4096;
    private const int Batches = 200;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public void Measure()
    {
        foreach (var count in (int[])[2, 10, 50])
        {
            using var ring = new LoneBuffer();
            var buffer = ring.Buffer;
            var names = new (string, MetricValue)[count];
            var handles = new (Metric, MetricValue)[count];
            var dynamicNames = new (string, MetricValue)[count];
            for (var i = 0; i < count; i++)
            {
                names[i] = ($"train/metric-{i}", i + 0.5);
                handles[i] = (buffer.MetricOf($"train/metric-{i}"), i + 0.5);
            }

            Measure($"{count}-by-name", count, buffer, () => buffer.Append(names, null, true));
            Measure($"{count}-by-handle", count, buffer, () => buffer.Append(handles, null, true));
            for (var i = 0; i < count; i++)
                dynamicNames[i] = (new string(names[i].Item1.AsSpan()), i + 0.5);
            Measure($"{count}-names-anew", count, buffer, () => buffer.Append(dynamicNames, null, true));
        }

        using var mixed = new LoneBuffer();
        Measure("2-and-a-text", 2, mixed.Buffer, () => mixed.Buffer.Append([("loss", 0.5), ("acc", 0.5), ("note", "a text")], null, true));
    }

    private void Measure(string row, int count, RowBuffer buffer, Func<AppendOutcome> append)
    {
        Mean(buffer, append);
        var mean = Mean(buffer, append);
        var calls = Spread(buffer, append);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Batch; i++)
            append();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Batch;
        Drain(buffer);
        report.Add(calls.Measured($"log/ring/{row}") with
        {
            NumbersPerRow = count,
            Threads = 1,
            BytesPerOp = bytes,
            Remark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mean {mean:F1} ns"),
        });
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

    private static CallTimes Spread(RowBuffer buffer, Func<AppendOutcome> append)
    {
        var calls = new CallTimes(Batch * Batches);
        Action call = () => append();
        for (var i = 0; i < Batch * Batches; i++)
        {
            calls.Time(call);
            if (i % Batch == 0)
                Drain(buffer);
        }

        return calls;
    }

    private static void Drain(RowBuffer buffer)
    {
        while (buffer.Reader.TryRead(out _)) { }
        buffer.NoteRelease(new RingMark(buffer.Reader.Position, 0, default));
    }
}
