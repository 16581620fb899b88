namespace WandbActors.Benchmarks.Reporting;

/// <summary>
/// The median of ratios that were measured in pairs, and a 95 % confidence interval of it: two of the ratios themselves, by their ranks. That
/// asks nothing of how the noise is spread, only that one pair's noise says nothing of another's.
/// </summary>
internal readonly record struct PairedRatio(double Median, double Low, double High)
{
    // Of the normal distribution, which the binomial one of the ranks comes close to from a dozen pairs on.
    private const double TwoSided95 = 1.96;

    public static PairedRatio Of(IEnumerable<double> ratios)
    {
        double[] sorted = [.. ratios.Order()];
        var reach = TwoSided95 * Math.Sqrt(sorted.Length) / 2;
        var low = Math.Max(0, (int)Math.Floor(sorted.Length / 2.0 - reach));
        return new PairedRatio(MedianOf(sorted), sorted[low], sorted[^(low + 1)]);
    }

    /// <summary>The median of numbers in any order.</summary>
    public static double Middle(IEnumerable<double> values) => MedianOf([.. values.Order()]);

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
