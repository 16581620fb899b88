namespace WandbActors;

/// <summary>What a replay has come to: known when its stream has ended, however that came about.</summary>
/// <param name="Rows">Rows that it has passed on.</param>
/// <param name="Unread">Places in the log that could not be read: each may hide any number of rows. An incomplete record at the end counts too.</param>
/// <param name="Problems">The first of them, for people: where in the file, and what is wrong.</param>
/// <param name="IsWhole">Whether the log was read to the run's end.</param>
public sealed record ReplayReport(long Rows, long Unread, IReadOnlyList<string> Problems, bool IsWhole);
