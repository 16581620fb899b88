using WandbActors.Cli.EventFiles;

namespace WandbActors.Cli.Importing;

/// <summary>
/// TensorBoard's histograms as W&amp;B's, which have finite edges and at most <see cref="Histogram.MaxBins"/> bins: neighbours are joined until they fit.
/// </summary>
internal static class EventHistograms
{
    private const int BucketParts = 3; // in a tensor: lower edge, upper edge, count

    /// <summary>A histogram of upper edges; <c>null</c> for one that holds nothing that can be drawn.</summary>
    public static MetricValue? Of(HistogramProto histogram)
    {
        var bins = histogram.Bucket.Count;
        if (bins == 0 || bins != histogram.BucketLimit.Count || !double.IsFinite(histogram.Min) || !double.IsFinite(histogram.Max))
            return null;

        // TensorFlow's outermost edges are the largest numbers that there are: what is known of them is the least and the greatest value.
        var edges = histogram.BucketLimit.Prepend(histogram.Min).Select(edge => Math.Clamp(edge, histogram.Min, histogram.Max)).ToArray();
        return Of(edges, [.. histogram.Bucket]);
    }

    /// <summary>A histogram as rows of a tensor.</summary>
    public static MetricValue? OfBuckets(double[] numbers)
    {
        var buckets = numbers.Chunk(BucketParts).Where(bucket => bucket.Length == BucketParts).ToArray();
        return buckets.Length == 0 ? null : Of([buckets[0][0], .. buckets.Select(bucket => bucket[1])], [.. buckets.Select(bucket => bucket[2])]);
    }

    private static MetricValue? Of(double[] edges, double[] counts)
    {
        if (!Array.TrueForAll(edges, double.IsFinite) || edges.Zip(edges.Skip(1)).Any(pair => pair.Second < pair.First))
            return null;

        // Without those that were only beyond the edges.
        var bins = Enumerable.Range(0, counts.Length).Where(bin => counts[bin] > 0 || edges[bin + 1] > edges[bin]).ToArray();
        if (bins.Length == 0)
            return null;

        var joined = bins.Chunk((bins.Length + Histogram.MaxBins - 1) / Histogram.MaxBins).ToArray();
        return Histogram.FromCounts(
            [.. joined.Select(chunk => (long)Math.Round(Math.Max(chunk.Sum(bin => counts[bin]), 0)))],
            [edges[bins[0]], .. joined.Select(chunk => edges[chunk[^1] + 1])]);
    }
}
