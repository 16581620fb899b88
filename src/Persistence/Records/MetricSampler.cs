using WandbActors.Persistence.Replay;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Remembers the course of a run's metrics and its summary, for the report at its end: of the first <see cref="MaxMetrics"/> metrics. Owned by
/// one thread.
/// </summary>
internal sealed class MetricSampler
{
    public const int MaxMetrics = 100;

    private readonly Dictionary<string, MetricCourse> _courses = [];
    private readonly ShownSummary _summary = new(MaxMetrics);

    /// <summary>The course of a metric; <c>null</c> for one that is not remembered, and for W&amp;B's own names (`_step`).</summary>
    public MetricCourse? CourseOf(string name)
    {
        if (name.StartsWith('_'))
            return null;

        if (!_courses.TryGetValue(name, out var course) && _courses.Count < MaxMetrics)
            _courses.Add(name, course = new MetricCourse());
        return course;
    }

    /// <summary>A summary record goes into the log.</summary>
    public void Add(SummaryRecord record) => _summary.Apply(record);

    /// <summary>The metrics, and what else the summary has, in the order of their names.</summary>
    public IReadOnlyList<MetricTrace> ToTraces()
    {
        var inSummary = _summary.Lines.DistinctBy(line => line.Name).ToDictionary(line => line.Name, line => line.Text); // a dot may be part of a name
        return [.. _courses.Keys.Union(inSummary.Keys).Order(StringComparer.Ordinal).Select(name =>
            new MetricTrace(name, inSummary.GetValueOrDefault(name), _courses.TryGetValue(name, out var course) ? course.Points : []))];
    }
}
