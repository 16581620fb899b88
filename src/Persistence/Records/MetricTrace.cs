namespace WandbActors.Persistence.Records;

/// <summary>What is left of one metric at the end of a run: its last value as text, and a few of its numbers in order. Immutable.</summary>
internal sealed record MetricTrace(string Name, string LastValue, IReadOnlyList<double> Points);
