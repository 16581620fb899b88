using WandbActors.Persistence.Replay;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Remembers the course of a run's metrics and its summary, for the report at its end. Owned by one thread; O(1) per value. Holds at most
/// <see cref="MaxMetrics"/> metrics (later ones are counted, not kept) with at most <see cref="MaxPoints"/> points each: every 2^k-th value, and the last one.
/// </summary>
internal sealed class MetricSampler
{
    public const int MaxMetrics = 100;

    public const int MaxPoints = 256;

    private readonly Dictionary<string, Course> _courses = [];
    private readonly ShownSummary _summary = new(MaxMetrics);

    /// <summary>How many values of metrics beyond <see cref="MaxMetrics"/> were not remembered.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Adds a number or flag to the course. Other values and W&amp;B's own names (`_step`) have none.</summary>
    public void Add(string name, MetricValue value)
    {
        if (name.StartsWith('_') || ToNumber(value) is not { } number)
            return;

        if (!_courses.TryGetValue(name, out var course))
        {
            if (_courses.Count == MaxMetrics)
            {
                LeftOut++;
                return;
            }

            _courses.Add(name, course = new Course());
        }

        course.Add(number);
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

    private static double? ToNumber(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Float64 => BitConverter.Int64BitsToDouble(value.Bits),
        MetricValueKind.Int64 => value.Bits,
        MetricValueKind.UInt64 => (ulong)value.Bits,
        MetricValueKind.Bool => value.Bits,
        _ => null,
    };

    private sealed class Course
    {
        private readonly List<double> _points = [];
        private double _lastNumber;
        private long _count;
        private long _stride = 1;

        /// <summary>Every 2^k-th number, and the last one.</summary>
        public IReadOnlyList<double> Points => _count == 0 || (_count - 1) % _stride == 0 ? [.. _points] : [.. _points, _lastNumber];

        public void Add(double number)
        {
            _lastNumber = number;
            if (_count++ % _stride != 0)
                return;

            if (_points.Count == MaxPoints)
                Halve();
            _points.Add(number);
        }

        // The value that found no room has an even number of strides before it, so it stays on the wider grid.
        private void Halve()
        {
            for (var index = 0; index < MaxPoints / 2; index++)
                _points[index] = _points[index * 2];
            _points.RemoveRange(MaxPoints / 2, MaxPoints / 2);
            _stride *= 2;
        }
    }
}
