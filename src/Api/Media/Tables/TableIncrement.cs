namespace WandbActors;

/// <summary>Which part of a table that is logged piece by piece this is. The paths of its pieces are found as they are written.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="FirstRow">The first of its rows.</param>
/// <param name="UtcNow">When it was logged: part of its name.</param>
/// <param name="Paths">Where each piece went, by number; shared by all pieces of the table.</param>
internal sealed record TableIncrement(int Number, int FirstRow, DateTimeOffset UtcNow, IDictionary<int, string> Paths);
