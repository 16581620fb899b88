namespace WandbActors.Persistence.Records;

/// <summary>
/// What is left of one metric at the end of a run: what the summary says of it, as text (<c>null</c>: nothing), and a few of its numbers in order.
/// Immutable.
/// </summary>
internal sealed record MetricTrace(string Name, string? InSummary, IReadOnlyList<double> Points);
