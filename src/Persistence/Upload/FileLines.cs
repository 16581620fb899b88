namespace WandbActors.Persistence.Upload;

/// <summary>Consecutive lines of one of a run's files; <see cref="Offset"/> is the line number of the first.</summary>
internal sealed record FileLines(string Name, long Offset, LineList Lines);
