using System.Numerics;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Counts numbers into bins of equal width by numpy's rules, which W&amp;B's histograms follow: each bin takes its lower edge, the last
/// one its upper edge too; numbers that are all the same get half a unit to both sides; no numbers span 0 to 1. What is not finite is left out.
/// </summary>
internal readonly struct HistogramBins
{
    private HistogramBins(long[] counts, double[] edges, long leftOut)
    {
        Counts = counts;
        Edges = edges;
        LeftOut = leftOut;
    }

    public long[] Counts { get; }

    public double[] Edges { get; }

    /// <summary>How many numbers were NaN or infinite.</summary>
    public long LeftOut { get; }

    public static HistogramBins Count<T>(ReadOnlySpan<T> values, int bins) where T : INumberBase<T>
    {
        var (first, last, leftOut) = FindRange(values);
        var edges = EdgesBetween(first, last, bins);
        var counts = new long[bins];
        foreach (var value in values)
        {
            var number = double.CreateSaturating(value);
            if (double.IsFinite(number))
                counts[FindBin(number, edges)]++;
        }

        return new HistogramBins(counts, edges, leftOut);
    }

    private static (double First, double Last, long LeftOut) FindRange<T>(ReadOnlySpan<T> values) where T : INumberBase<T>
    {
        var (first, last, leftOut) = (double.PositiveInfinity, double.NegativeInfinity, 0L);
        foreach (var value in values)
        {
            var number = double.CreateSaturating(value);
            if (!double.IsFinite(number))
            {
                leftOut++;
                continue;
            }

            first = Math.Min(first, number);
            last = Math.Max(last, number);
        }

        if (first > last)
            return (0, 1, leftOut);

        return first == last ? (first - 0.5, last + 0.5, leftOut) : (first, last, leftOut);
    }

    private static double[] EdgesBetween(double first, double last, int bins)
    {
        var width = last - first;
        var edges = new double[bins + 1];
        for (var index = 0; index < bins; index++)
            edges[index] = double.IsFinite(width) ? (index * (width / bins)) + first : double.Lerp(first, last, (double)index / bins);
        edges[bins] = last;
        return edges;
    }

    // The quotient may miss by one bin where it is rounded; the edges decide.
    private static int FindBin(double number, double[] edges)
    {
        var bins = edges.Length - 1;
        var bin = Math.Min((int)(Fraction(number, edges[0], edges[^1]) * bins), bins - 1);
        if (number < edges[bin])
            return bin - 1;

        return bin < bins - 1 && number >= edges[bin + 1] ? bin + 1 : bin;
    }

    // The span of the largest doubles is itself too large for a double: half of it is not.
    private static double Fraction(double number, double first, double last)
    {
        var width = last - first;
        return double.IsFinite(width) ? (number - first) / width : ((number / 2) - (first / 2)) / ((last / 2) - (first / 2));
    }
}
