using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// How often numbers fall into each of a row of bins; W&amp;B draws it over the steps. Counted when it is made, on the caller's thread, so
/// that it holds at most <see cref="MaxBins"/> counts however many numbers it saw. Immutable.
/// </summary>
public sealed class Histogram : DataType
{
    /// <summary>The most bins that W&amp;B takes.</summary>
    public const int MaxBins = 512;

    /// <summary>The number of bins that W&amp;B makes unless told otherwise.</summary>
    public const int DefaultBins = 64;

    private readonly long[] _counts;
    private readonly double[] _edges;

    /// <summary>Counts numbers into bins of equal width, by numpy's rules. NaN and infinities are left out and counted.</summary>
    /// <param name="values">The numbers; none make an empty histogram from 0 to 1.</param>
    /// <param name="bins">How many bins: 64 by default; taken as 1 or 512 when it is below or above.</param>
    [OverloadResolutionPriority(1)]
    public Histogram(ReadOnlySpan<double> values, int bins = DefaultBins) : this(Count(values, bins)) { }

    /// <inheritdoc cref="Histogram(ReadOnlySpan{double}, int)"/>
    [OverloadResolutionPriority(1)]
    public Histogram(ReadOnlySpan<float> values, int bins = DefaultBins) : this(Count(values, bins)) { }

    /// <inheritdoc cref="Histogram(ReadOnlySpan{double}, int)"/>
    public Histogram(IEnumerable<double> values, int bins = DefaultBins) : this(Count<double>(values.ToArray(), bins)) { }

    private Histogram(HistogramBins bins) : this(bins.Counts, bins.Edges, bins.LeftOut) { }

    private Histogram(long[] counts, double[] edges, long leftOut)
    {
        _counts = counts;
        _edges = edges;
        LeftOut = leftOut;
    }

    /// <summary>How many numbers each bin holds.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The edges of the bins, one more than there are bins. A bin holds its lower edge; the last one its upper edge too.</summary>
    public IReadOnlyList<double> Edges => _edges;

    /// <summary>How many numbers were left out because they were NaN or infinite.</summary>
    public long LeftOut { get; }

    /// <summary>A histogram that was counted elsewhere.</summary>
    /// <param name="counts">How many numbers each bin holds: 1 to 512 bins.</param>
    /// <param name="edges">The edges, finite and rising, one more than there are bins.</param>
    /// <exception cref="ArgumentException">The edges do not fit the counts, or there are too many bins.</exception>
    public static Histogram FromCounts(ReadOnlySpan<long> counts, ReadOnlySpan<double> edges)
    {
        if (counts.Length is 0 or > MaxBins)
            throw new ArgumentException($"A histogram has 1 to {MaxBins} bins, not {counts.Length}.", nameof(counts));
        if (edges.Length != counts.Length + 1)
            throw new ArgumentException($"{counts.Length} bins have {counts.Length + 1} edges, not {edges.Length}.", nameof(edges));
        for (var index = 1; index < edges.Length; index++)
        {
            if (!double.IsFinite(edges[index - 1]) || !double.IsFinite(edges[index]) || edges[index] < edges[index - 1])
                throw new ArgumentException($"Edges are finite and rise: {edges[index - 1]}, {edges[index]} do not.", nameof(edges));
        }

        return new Histogram(counts.ToArray(), edges.ToArray(), leftOut: 0);
    }

    internal static Histogram Of<T>(ReadOnlySpan<T> values, int bins) where T : INumberBase<T> => new(Count(values, bins));

    /// <summary>Numbers that were counted elsewhere, by the same rules.</summary>
    /// <param name="least">The least finite one.</param>
    /// <param name="most">The greatest finite one.</param>
    /// <param name="counts">How many each bin between these holds; of no meaning where they are the same.</param>
    /// <param name="finite">How many were finite.</param>
    /// <param name="all">How many there were.</param>
    /// <exception cref="InvalidOperationException">The counts do not add up.</exception>
    internal static Histogram Counted(double least, double most, long[] counts, long finite, long all) =>
        new(HistogramBins.Counted(least, most, counts, finite, all));

    internal override long HeldBytes => 8L * (_counts.Length + _edges.Length);

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer)
    {
        writer.Write("{\"_type\":\"histogram\",\"values\":["u8);
        for (var index = 0; index < _counts.Length; index++)
            WriteElement(index, _counts[index], writer);
        writer.Write("],\"bins\":["u8);
        for (var index = 0; index < _edges.Length; index++)
            WriteElement(index, _edges[index], writer);
        writer.Write("]}"u8);
    }

    private static void WriteElement(int index, MetricValue element, IBufferWriter<byte> writer)
    {
        if (index > 0)
            writer.Write(","u8);
        ValueJson.Write(element, writer);
    }

    private static HistogramBins Count<T>(ReadOnlySpan<T> values, int bins) where T : INumberBase<T> =>
        HistogramBins.Count(values, Math.Clamp(bins, 1, MaxBins));
}
