namespace WandbActors.Benchmarks.Serving;

/// <summary>What a server has been sent. Immutable.</summary>
/// <param name="Rows">How many rows it has, each counted once.</param>
/// <param name="Repeated">How many came once more.</param>
/// <param name="Wrong">How many stood in another one's place, or were missing between others.</param>
/// <param name="Runs">How many runs they were of.</param>
internal sealed record Arrivals(long Rows, long Repeated, long Wrong, int Runs);
