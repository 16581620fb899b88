using FsCheck.Xunit;
using WandbActors.Reporting;

namespace WandbActors.Api.Tests.Reporting;

public class SparklineSpecs
{
    [Theory]
    [InlineData(new[] { 0.0, 1, 2, 3, 4, 5, 6, 7 }, "▁▂▃▄▅▆▇█")]
    [InlineData(new[] { 5.0, 5 }, "▁▁")]
    [InlineData(new[] { 0, double.NaN, 1, double.PositiveInfinity }, "▁ █ ")]
    [InlineData(new[] { double.NaN }, "")]
    [InlineData(new double[0], "")]
    [InlineData(new[] { -double.MaxValue, 0, double.MaxValue }, "▁▅█")]
    public void A_course_is_drawn_low_to_high(double[] points, string line)
    {
        Assert.Equal(line, Sparkline.Draw(points, hasUnicode: true));
    }

    [Fact]
    public void A_terminal_without_blocks_gets_ascii()
    {
        Assert.Equal("_.-~=+*#", Sparkline.Draw([0, 1, 2, 3, 4, 5, 6, 7], hasUnicode: false));
    }

    [Fact]
    public void A_long_course_is_drawn_in_forty_columns()
    {
        var line = Sparkline.Draw([.. Enumerable.Range(0, 257).Select(index => (double)index)], hasUnicode: true);

        Assert.Equal(40, line.Length);
        Assert.Equal(string.Concat(line.Order()), line);
        Assert.Equal(('▁', '█'), (line[0], line[^1]));
    }

    [Property]
    public bool Any_course_is_drawn_within_forty_columns(double[] points) => Sparkline.Draw(points, hasUnicode: true).Length <= Math.Min(points.Length, 40);
}
