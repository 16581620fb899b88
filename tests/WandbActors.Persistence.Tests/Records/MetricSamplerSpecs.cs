using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class MetricSamplerSpecs
{
    private readonly MetricSampler _sampler = new();

    [Fact]
    public void A_short_course_is_kept_whole()
    {
        foreach (var loss in (double[])[3, 2, 1])
            _sampler.Add("loss", loss);

        var trace = Assert.Single(_sampler.ToTraces());

        Assert.Equal(("loss", "1"), (trace.Name, trace.LastValue));
        Assert.Equal([3, 2, 1], trace.Points);
    }

    [Property]
    public void Any_course_keeps_evenly_spaced_points_and_its_last_one(PositiveInt length)
    {
        var sampler = new MetricSampler();
        var count = length.Get * 37;
        for (var index = 0; index < count; index++)
            sampler.Add("x", index);

        var points = sampler.ToTraces()[0].Points;

        var stride = points.Count > 1 ? points[1] - points[0] : 1;
        Assert.InRange(points.Count, Math.Min(count, MetricSampler.MaxPoints / 2), MetricSampler.MaxPoints + 1);
        Assert.Equal(Enumerable.Range(0, points.Count - 1).Select(index => index * stride), points.SkipLast(1));
        Assert.Equal(count - 1, points[^1]);
    }

    [Fact]
    public void Texts_are_known_by_their_last_value_only()
    {
        _sampler.Add("phase", "warm-up");
        _sampler.Add("phase", new string('x', 1000));

        var trace = Assert.Single(_sampler.ToTraces());

        Assert.Empty(trace.Points);
        Assert.Equal(100, trace.LastValue.Length);
    }

    [Fact]
    public void Metrics_beyond_the_limit_are_counted_and_not_kept()
    {
        for (var metric = 0; metric < MetricSampler.MaxMetrics + 2; metric++)
            _sampler.Add($"m{metric}", 1);

        Assert.Equal(MetricSampler.MaxMetrics, _sampler.ToTraces().Count);
        Assert.Equal(2, _sampler.LeftOut);
    }

    [Fact]
    public void Names_of_the_format_itself_and_values_without_a_line_are_not_remembered()
    {
        _sampler.Add("_step", 1);
        _sampler.Add("histogram", new Histogram([1.0]));

        Assert.Empty(_sampler.ToTraces());
    }
}
