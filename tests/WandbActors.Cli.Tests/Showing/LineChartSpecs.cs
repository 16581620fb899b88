namespace WandbActors.Cli.Showing;

public sealed class LineChartSpecs
{
    [Fact]
    public void A_rising_line_goes_from_the_lower_left_to_the_upper_right()
    {
        var chart = Draw(Series(Enumerable.Range(0, 40).Select(step => (double)step)));

        Assert.True(Ink(chart[1]) > 0 && Ink(chart[10]) > 0);
        Assert.True(chart[1].Length > chart[10].Length);
    }

    [Fact]
    public void What_is_no_number_leaves_a_gap()
    {
        var whole = Draw(Series(Enumerable.Repeat(1.0, 40)));
        var broken = Draw(Series(Enumerable.Range(0, 40).Select(step => step is > 10 and < 30 ? double.NaN : 1.0)));

        Assert.True(whole.Sum(Ink) > broken.Sum(Ink));
        Assert.Contains("   ", broken.Single(line => line.Contains('│', StringComparison.Ordinal) && Ink(line) > 0)[6..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_spike_is_seen_however_long_the_run()
    {
        var series = Series(Enumerable.Range(0, 100_000).Select(step => step == 77_777 ? 100.0 : 0.0));

        var chart = Draw(series);

        Assert.Equal(100, series.Max);
        Assert.Equal(1, Ink(chart[1]));
        Assert.InRange(series.Spans.Count(), 1, MetricSeries.MaxSpans);
    }

    [Fact]
    public void On_a_logarithmic_scale_powers_are_a_straight_line()
    {
        var chart = LineChart.Draw(Series(Enumerable.Range(0, 40).Select(step => Math.Pow(10, step))), 40, isLogarithmic: true, hasUnicode: true).ToArray();

        Assert.All(chart[1..11], line => Assert.InRange(Ink(line), 2, 5));
    }

    [Fact]
    public void Numbers_below_zero_have_no_place_on_a_logarithmic_scale()
    {
        var chart = LineChart.Draw(Series([-1, 0, 10, 100]), 40, isLogarithmic: true, hasUnicode: true).ToArray();

        Assert.StartsWith("100 │", chart[1], StringComparison.Ordinal);
        Assert.StartsWith(" 10 │", chart[10], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(5)]
    [InlineData(double.MaxValue)]
    public void A_chart_of_one_number_can_be_drawn(double number)
    {
        var chart = Draw(Series([number]));

        Assert.Equal(13, chart.Length);
        Assert.Equal(double.IsFinite(number) ? 1 : 0, chart.Sum(Ink));
    }

    [Fact]
    public void Without_unicode_there_are_stars()
    {
        var chart = LineChart.Draw(Series([1, 2, 3]), 40, isLogarithmic: false, hasUnicode: false).ToArray();

        Assert.All(chart, line => Assert.True(line.All(char.IsAscii)));
        Assert.Contains(chart, line => line.Contains('*', StringComparison.Ordinal));
    }

    private static string[] Draw(MetricSeries series) => [.. LineChart.Draw(series, 40, isLogarithmic: false, hasUnicode: true)];

    private static MetricSeries Series(IEnumerable<double> numbers)
    {
        var series = new MetricSeries("loss");
        foreach (var (step, number) in numbers.Index())
            series.Add(step, number);
        return series;
    }

    private static int Ink(string line) => line.Count(letter => letter is > '\u2800' and <= '\u28ff');
}
