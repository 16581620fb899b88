using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WandbActors;

/// <summary>A row with its tensors read, on the caller's stack: up to 16 values allocate nothing. Used once.</summary>
internal struct TensorRow<TKey>
{
    private const int ValuesOnStack = 16;

    private Values _values;

    /// <summary>Reads the row; a disabled run gets none, so that it waits for no device.</summary>
    [UnscopedRef]
    public ReadOnlySpan<(TKey, MetricValue)> Read(Run run, ReadOnlySpan<(TKey Key, TensorMetric Value)> values)
    {
        if (run.Session is null)
            return [];

        Span<(TKey, MetricValue)> row = values.Length <= ValuesOnStack ? _values : new (TKey, MetricValue)[values.Length];
        for (var index = 0; index < values.Length; index++)
            row[index] = (values[index].Key, values[index].Value.Capture());
        return row[..values.Length];
    }

    [InlineArray(ValuesOnStack)]
    private struct Values
    {
        private (TKey, MetricValue) _first;
    }
}
