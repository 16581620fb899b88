namespace WandbActors.Persistence.Upload;

/// <summary>A version of which the server knows that the run uses it.</summary>
internal sealed record UsedArtifact(string Id);
