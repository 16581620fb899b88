namespace WandbActors;

/// <summary>A row as it stands in a run's log. Immutable.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Time">When it was logged; <c>null</c> where the log does not say.</param>
/// <param name="Runtime">How long the run had been running, earlier attempts included; <c>null</c> where the log does not say.</param>
/// <param name="Values">Its values by name; nested names are joined by dots. Numbers, flags and texts are what they were, everything else is JSON.</param>
public sealed record ReplayedRow(long Step, DateTimeOffset? Time, TimeSpan? Runtime, IReadOnlyDictionary<string, MetricValue> Values)
{
    /// <summary>A value as a number; <c>null</c> when the row has no number of this name.</summary>
    public double? Number(string name) => Values.TryGetValue(name, out var value) && value.TryGetNumber(out var kind)
        ? kind switch
        {
            MetricValueKind.Float64 => BitConverter.Int64BitsToDouble(value.Bits),
            MetricValueKind.Int64 => value.Bits,
            MetricValueKind.UInt64 => (ulong)value.Bits,
            _ => null,
        }
        : null;
}
