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
        var binsPerUnit = bins / (last - first);
        foreach (var value in values)
        {
            var number = double.CreateSaturating(value);
            if (double.IsFinite(number))
                counts[FindBin(number, (number - first) * binsPerUnit, edges)]++;
        }

        return new HistogramBins(counts, edges, leftOut);
    }

    /// <summary>What was counted elsewhere, between the least and the greatest number.</summary>
    /// <exception cref="InvalidOperationException">The counts do not add up.</exception>
    public static HistogramBins Counted(double least, double most, long[] counts, long finite, long all)
    {
        if (finite == 0)
            return new HistogramBins(new long[counts.Length], EdgesBetween(0, 1, counts.Length), all);

        if (least == most)
        {
            var one = Count<double>([least], counts.Length);
            return new HistogramBins(Array.ConvertAll(one.Counts, count => count * finite), one.Edges, all - finite);
        }

        return counts.Sum() == finite
            ? new HistogramBins(counts, EdgesBetween(least, most, counts.Length), all - finite)
            : throw new InvalidOperationException($"{counts.Sum()} of {finite} numbers were counted");
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

    // The guess may miss by one bin where it is rounded, and by more at the ends of the number line: the edges decide.
    private static int FindBin(double number, double guess, double[] edges)
    {
        var last = edges.Length - 2;
        var bin = Math.Clamp((int)guess, 0, last);
        while (bin > 0 && number < edges[bin])
            bin--;
        while (bin < last && number >= edges[bin + 1])
            bin++;
        return bin;
    }
}
