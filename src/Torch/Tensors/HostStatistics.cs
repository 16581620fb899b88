using System.Numerics;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// What a tensor's elements are like, as libtorch computes it but in double precision: with n − 1 in the deviation, of which one element has none,
/// and a single NaN makes all but the number of those that are not finite NaN too.
/// </summary>
internal readonly record struct HostStatistics(double Mean, double Std, double Norm, double Min, double Max, long NonFinite)
{
    /// <summary>The nested names.</summary>
    public static readonly string[] Names = ["mean", "std", "norm", "min", "max", "nonfinite"];

    /// <summary>The value under the name with this number.</summary>
    public MetricValue this[int name] => name switch
    {
        0 => new MetricValue(Mean),
        1 => new MetricValue(Std),
        2 => new MetricValue(Norm),
        3 => new MetricValue(Min),
        4 => new MetricValue(Max),
        _ => new MetricValue(NonFinite),
    };

    /// <param name="elements">One at least.</param>
    public static HostStatistics Of<T>(ReadOnlySpan<T> elements) where T : INumberBase<T>
    {
        var (sum, squares, nonFinite) = (0.0, 0.0, 0L);
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var element in elements)
        {
            var number = double.CreateSaturating(element);
            if (!double.IsFinite(number))
                nonFinite++;

            sum += number;
            squares += number * number;
            min = Math.Min(min, number);
            max = Math.Max(max, number);
        }

        var mean = sum / elements.Length;
        return new HostStatistics(mean, DeviationFrom(mean, elements), Math.Sqrt(squares), min, max, nonFinite);
    }

    /// <summary>Values under the names: <paramref name="valueOf"/> gives the one for the name with this number.</summary>
    public static MetricValue Named(Func<int, MetricValue> valueOf) =>
        new(new NestedValues([.. Names.Select((name, number) => KeyValuePair.Create(name, valueOf(number)))]));

    /// <summary>The values under their names.</summary>
    public MetricValue ToNested()
    {
        var statistics = this;
        return Named(name => statistics[name]);
    }

    // A pass of its own: the difference of two large sums would be noise where the mean is large and the deviation small.
    private static double DeviationFrom<T>(double mean, ReadOnlySpan<T> elements) where T : INumberBase<T>
    {
        var squares = 0.0;
        foreach (var element in elements)
        {
            var difference = double.CreateSaturating(element) - mean;
            squares += difference * difference;
        }

        return Math.Sqrt(squares / (elements.Length - 1)); // 0 / 0 of one element
    }
}
