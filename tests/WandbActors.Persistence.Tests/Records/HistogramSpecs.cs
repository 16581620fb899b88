using FsCheck.Xunit;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class HistogramSpecs
{
    [Fact]
    public void Bins_take_their_lower_edge_and_the_last_one_its_upper_edge_too()
    {
        var histogram = new Histogram([0.0, 1.0, 2.0, 3.0, 4.0], bins: 4);

        Assert.Equal([1, 1, 1, 2], histogram.Counts);
        Assert.Equal([0, 1, 2, 3, 4], histogram.Edges);
    }

    [Fact]
    public void Numbers_that_are_all_the_same_get_half_a_unit_to_both_sides()
    {
        var histogram = new Histogram([7.0, 7.0], bins: 2);

        Assert.Equal([6.5, 7, 7.5], histogram.Edges);
        Assert.Equal([0, 2], histogram.Counts);
    }

    [Fact]
    public void Nothing_spans_zero_to_one()
    {
        var histogram = new Histogram((double[])[], bins: 2);

        Assert.Equal([0, 0.5, 1], histogram.Edges);
        Assert.Equal([0, 0], histogram.Counts);
    }

    [Fact]
    public void What_is_not_finite_is_left_out_and_counted()
    {
        var histogram = new Histogram([1f, float.NaN, float.PositiveInfinity, 2f, float.NegativeInfinity], bins: 2);

        Assert.Equal(3, histogram.LeftOut);
        Assert.Equal([1, 1], histogram.Counts);
    }

    [Theory]
    [InlineData(-3, 1)]
    [InlineData(0, 1)]
    [InlineData(512, 512)]
    [InlineData(513, 512)]
    public void The_number_of_bins_stays_within_the_limits_of_the_server(int asked, int made)
    {
        Assert.Equal(made, new Histogram([1.0, 2.0], asked).Counts.Count);
    }

    [Fact]
    public void There_are_64_bins_by_default()
    {
        Assert.Equal(64, new Histogram(Enumerable.Range(0, 9).Select(number => (double)number)).Counts.Count);
    }

    [Fact]
    public void Ready_counts_are_written_as_the_official_client_writes_them()
    {
        MetricValue value = Histogram.FromCounts([1, 2, 3], [0.0, 0.5, 1.0, 2.0]);

        Assert.Equal("{\"_type\":\"histogram\",\"values\":[1,2,3],\"bins\":[0,0.5,1,2]}", ValueJson.ToJsonText(value));
    }

    public static TheoryData<long[], double[]> Misfits => new()
    {
        { [], [0] },
        { [1], [0] },
        { [1, 2], [0, 2, 1] },
        { [1], [0, double.NaN] },
        { new long[513], new double[514] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Counts_and_edges_that_do_not_fit_are_refused(long[] counts, double[] edges)
    {
        Assert.Throws<ArgumentException>(() => Histogram.FromCounts(counts, edges));
    }

    [Theory]
    [InlineData(-double.MaxValue, double.MaxValue)]
    [InlineData(0, double.Epsilon)]
    [InlineData(double.MaxValue, double.MaxValue)]
    [InlineData(1e16, 1e16 + 2)]
    public void The_ends_of_the_number_line_are_counted_too(double first, double last)
    {
        var histogram = new Histogram([first, last, first], bins: 32);

        Assert.Equal(3, histogram.Counts.Sum());
        Assert.All(histogram.Edges, edge => Assert.True(double.IsFinite(edge)));
    }

    [Property]
    public bool Every_finite_number_is_counted_in_the_bin_whose_edges_hold_it(double[] values, byte bins)
    {
        var count = Math.Max(1, (int)bins);
        var histogram = new Histogram(values, count);
        var finite = values.Where(double.IsFinite).ToArray();
        var expected = Enumerable.Range(0, count).Select(bin => finite.LongCount(number =>
            number >= histogram.Edges[bin] && (number < histogram.Edges[bin + 1] || (bin == count - 1 && number == histogram.Edges[^1]))));
        var hasDistinctEdges = histogram.Edges.Distinct().Count() == count + 1;
        return histogram.Counts.Sum() == finite.Length && histogram.LeftOut == values.Length - finite.Length
            && (!hasDistinctEdges || histogram.Counts.SequenceEqual(expected));
    }
}
