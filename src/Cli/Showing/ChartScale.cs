namespace WandbActors.Cli.Showing;

/// <summary>What stands at the top and at the bottom of a chart, and what lies where between them. Immutable.</summary>
internal sealed record ChartScale(double Low, double High, bool IsLogarithmic)
{
    /// <summary>A scale that a metric's finite numbers fit; of a logarithmic one those above 0.</summary>
    public static ChartScale Of(MetricSeries metric, bool isLogarithmic)
    {
        var spans = metric.Spans.Select(span => span.Span).Where(span => !span.IsGap && (!isLogarithmic || span.Max > 0)).ToArray();
        if (spans.Length == 0)
            return new ChartScale(isLogarithmic ? 1 : 0, 1, isLogarithmic);

        // Of a span that holds both, the greatest is the least that is known to be above 0.
        return new ChartScale(spans.Min(span => isLogarithmic && span.Min <= 0 ? span.Max : span.Min), spans.Max(span => span.Max), isLogarithmic);
    }

    /// <summary>The rows, from the bottom, that some numbers reach from and to; <c>null</c> for a gap.</summary>
    public (int Low, int High)? RowsOf(MetricSeries.Span span, int height) =>
        span.IsGap || (IsLogarithmic && span.Max <= 0) ? null : (RowOf(Math.Max(span.Min, Low), height), RowOf(span.Max, height));

    // Halves, because the span of the largest doubles is itself too large for a double.
    private int RowOf(double number, int height)
    {
        var (at, low, high) = IsLogarithmic ? (Math.Log(number), Math.Log(Low), Math.Log(High)) : (number, Low, High);
        return high > low ? (int)Math.Round(((at / 2) - (low / 2)) / ((high / 2) - (low / 2)) * (height - 1)) : height / 2;
    }
}
