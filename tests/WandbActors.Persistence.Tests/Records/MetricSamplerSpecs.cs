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
            _sampler.CourseOf("loss")!.Add(loss);

        var trace = Assert.Single(_sampler.ToTraces());

        Assert.Equal(("loss", null), (trace.Name, trace.InSummary));
        Assert.Equal([3, 2, 1], trace.Points);
    }

    [Property]
    public void Any_course_keeps_evenly_spaced_points_and_its_last_one(PositiveInt length)
    {
        var sampler = new MetricSampler();
        var count = length.Get * 37;
        for (var index = 0; index < count; index++)
            sampler.CourseOf("x")!.Add(index);

        var points = sampler.ToTraces()[0].Points;

        var stride = points.Count > 1 ? points[1] - points[0] : 1;
        Assert.InRange(points.Count, Math.Min(count, MetricCourse.MaxPoints / 2), MetricCourse.MaxPoints + 1);
        Assert.Equal(Enumerable.Range(0, points.Count - 1).Select(index => index * stride), points.SkipLast(1));
        Assert.Equal(count - 1, points[^1]);
    }

    [Fact]
    public void What_the_summary_says_is_known_by_its_records()
    {
        _sampler.CourseOf("acc")!.Add(0.5);
        _sampler.Add(Set(("acc", "{\"best\":0.9}"), ("phase", $"\"{new string('x', 5_000)}\""), ("gone", "1"), ("_step", "3"), ("image", "{\"_type\":\"image-file\"}")));
        _sampler.Add(new SummaryRecord { Update = { new SummaryItem { NestedKey = { "nested", "x" }, ValueJson = "100" } }, Remove = { new SummaryItem { Key = "gone" } } });

        var traces = _sampler.ToTraces();

        Assert.Equal(["acc", "nested.x", "phase"], traces.Select(trace => trace.Name));
        Assert.Equal(["{\"best\":0.9}", "100", new string('x', 100)], traces.Select(trace => trace.InSummary));
        Assert.Equal([0.5], traces[0].Points);
        Assert.Empty(traces[1].Points);
    }

    private static SummaryRecord Set(params (string Name, string Json)[] values) =>
        new() { Update = { values.Select(value => new SummaryItem { Key = value.Name, ValueJson = value.Json }) } };

    [Fact]
    public void Metrics_beyond_the_limit_are_not_remembered()
    {
        for (var metric = 0; metric < MetricSampler.MaxMetrics; metric++)
            _sampler.CourseOf($"m{metric}")!.Add(1);

        Assert.Null(_sampler.CourseOf("one more"));
        Assert.NotNull(_sampler.CourseOf("m0"));
    }

    [Fact]
    public void Names_of_the_format_itself_are_not_remembered() => Assert.Null(_sampler.CourseOf("_step"));
}
