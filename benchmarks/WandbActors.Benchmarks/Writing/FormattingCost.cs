using System.Buffers.Text;
using WandbActors.Benchmarks.Reporting;

namespace WandbActors.Benchmarks.Writing;

/// <summary>
/// What it takes to format every number of a record as text, by the framework's own formatter: what the way to the disk is measured against. Two
/// threads do it at once, for while a run is written two cores are busy too, and may share what is behind them.
/// </summary>
internal static class FormattingCost
{
    private const int Passes = 41;

    // Until then all code is compiled for good.
    private const int WarmUpPasses = 40;

    /// <summary>Nanoseconds of processor time for one row: the median of some passes over the rows.</summary>
    public static double PerRow(IReadOnlyList<double[]> rows)
    {
        var beside = new double[WarmUpPasses + Passes];
        var other = new Thread(() => Time(rows, beside));
        other.Start();
        var passes = new double[WarmUpPasses + Passes];
        Time(rows, passes);
        other.Join();
        return PairedRatio.Middle(passes.Skip(WarmUpPasses).Concat(beside.Skip(WarmUpPasses))) / rows.Count;
    }

    private static void Time(IReadOnlyList<double[]> rows, double[] passes)
    {
        var text = new byte[32];
        for (var pass = 0; pass < passes.Length; pass++)
        {
            var began = ProcessorClock.Thread;
            foreach (var row in rows)
                Format(row, text);
            passes[pass] = ProcessorClock.Thread - began;
        }
    }

    // The step is a whole number, and stands last.
    private static void Format(double[] row, Span<byte> text)
    {
        foreach (var number in row.AsSpan(..^1))
            Utf8Formatter.TryFormat(number, text, out _);
        Utf8Formatter.TryFormat((long)row[^1], text, out _);
    }
}
