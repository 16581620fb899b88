using System.Diagnostics;
using WandbActors.Persistence.Buffering;

namespace WandbActors;

/// <summary>
/// Adds to a row the trace and the span that it is logged in. Each thread has a row of its own to do that in, so that nothing is allocated; the
/// program's own values come last, and hold against it.
/// </summary>
internal sealed class TraceStamp(RowBuffer buffer)
{
    private const int Added = 2;

    private readonly Metric _trace = buffer.MetricOf(RowTrace.TraceName);
    private readonly Metric _span = buffer.MetricOf(RowTrace.SpanName);

    public Row<string> On(ReadOnlySpan<(string, MetricValue)> values) => new(RowTrace.TraceName, RowTrace.SpanName, values);

    public Row<Metric> On(ReadOnlySpan<(Metric, MetricValue)> values) => new(_trace, _span, values);

    /// <summary>A row with its stamp, to be disposed of on the same thread: it has no stamp when there is no trace, or nothing is logged.</summary>
    public readonly ref struct Row<TName>
    {
        [ThreadStatic]
        private static (TName, MetricValue)[]? _spare;

        private readonly (TName, MetricValue)[]? _memory;

        public Row(TName trace, TName span, ReadOnlySpan<(TName, MetricValue)> values)
        {
            Values = values;
            if (values.IsEmpty || Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
                return;

            // Taken away meanwhile: a value that is read may log itself.
            _memory = _spare is { } spare && spare.Length >= values.Length + Added ? spare : new (TName, MetricValue)[values.Length + Added];
            _spare = null;
            _memory[0] = (trace, activity.TraceId.ToHexString());
            _memory[1] = (span, activity.SpanId.ToHexString());
            values.CopyTo(_memory.AsSpan(Added));
            Values = _memory.AsSpan(0, values.Length + Added);
        }

        public ReadOnlySpan<(TName, MetricValue)> Values { get; }

        // No image of the program's is kept alive by it.
        public void Dispose()
        {
            if (_memory is null)
                return;

            _memory.AsSpan(0, Values.Length).Clear();
            _spare = _memory;
        }
    }
}
