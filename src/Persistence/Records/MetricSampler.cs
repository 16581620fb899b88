namespace WandbActors.Persistence.Records;

/// <summary>
/// Remembers the course of a run's metrics for the summary at its end. Owned by one thread; O(1) per value. Holds at most
/// <see cref="MaxMetrics"/> metrics (later ones are counted, not kept) with at most <see cref="MaxPoints"/> points each: every 2^k-th value, and the last one.
/// </summary>
internal sealed class MetricSampler
{
    public const int MaxMetrics = 100;

    public const int MaxPoints = 256;

    // A text is shown in one line of a terminal; more of it is not remembered.
    private const int MaxTextLength = 100;

    private readonly Dictionary<string, Course> _courses = [];

    /// <summary>How many values of metrics beyond <see cref="MaxMetrics"/> were not remembered.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Adds a value: numbers and flags to the course, texts as the last value. Other values and W&amp;B's own names (`_step`) are not remembered.</summary>
    public void Add(string name, MetricValue value)
    {
        if (name.StartsWith('_') || !(value.TryGetNumber(out _) || value.Kind == MetricValueKind.Text))
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

        course.Add(value);
    }

    /// <summary>The metrics in the order of their names.</summary>
    public IReadOnlyList<MetricTrace> ToTraces() =>
        [.. _courses.OrderBy(course => course.Key, StringComparer.Ordinal).Select(course => course.Value.ToTrace(course.Key))];

    private sealed class Course
    {
        private readonly List<double> _points = [];
        private MetricValue _last;
        private double _lastNumber;
        private long _count;
        private long _stride = 1;

        public void Add(MetricValue value)
        {
            _last = value;
            if (ToNumber(value) is not { } number)
                return;

            _lastNumber = number;
            if (_count++ % _stride != 0)
                return;

            if (_points.Count == MaxPoints)
                Halve();
            _points.Add(number);
        }

        public MetricTrace ToTrace(string name)
        {
            var endsOnGrid = _count == 0 || (_count - 1) % _stride == 0;
            return new(name, Describe(_last), endsOnGrid ? [.. _points] : [.. _points, _lastNumber]);
        }

        // The value that found no room has an even number of strides before it, so it stays on the wider grid.
        private void Halve()
        {
            for (var index = 0; index < MaxPoints / 2; index++)
                _points[index] = _points[index * 2];
            _points.RemoveRange(MaxPoints / 2, MaxPoints / 2);
            _stride *= 2;
        }

        private static double? ToNumber(MetricValue value) => value.Kind switch
        {
            MetricValueKind.Float64 => BitConverter.Int64BitsToDouble(value.Bits),
            MetricValueKind.Int64 => value.Bits,
            MetricValueKind.UInt64 => (ulong)value.Bits,
            MetricValueKind.Bool => value.Bits,
            _ => null,
        };

        private static string Describe(MetricValue value) => value.Reference is string text
            ? text[..Math.Min(text.Length, MaxTextLength)]
            : ValueJson.ToJsonText(value);
    }
}
