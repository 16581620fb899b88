namespace WandbActors;

/// <summary>
/// Which row of which producer a <see cref="LogRow"/> is, so that it may be told more than once and is kept once. A producer numbers its rows 1, 2, 3 …;
/// a name is used by one producer only and never again: a rank that starts anew takes a new one, such as <c>rank-3/2f9c…</c>.
/// </summary>
/// <param name="Producer">The producer's name: 1 to 256 characters.</param>
/// <param name="Sequence">The row's number among the producer's, from 1.</param>
public sealed record RowNumber(string Producer, long Sequence);
