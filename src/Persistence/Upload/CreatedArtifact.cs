using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>An artifact as the server knows it from its creation on.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="IsCommitted">Whether it has everything: somebody has sent this very artifact, or one that holds the same.</param>
/// <param name="Version">Its number in its sequence; <c>null</c> if the server does not say.</param>
/// <param name="LatestId">The newest version before it; <c>null</c> for a first one.</param>
internal sealed record CreatedArtifact(string Id, bool IsCommitted, long? Version, string? LatestId)
{
    // Old servers call one so whose version was deleted; it is made anew, like one that is pending.
    private const string Deleted = "DELETED";

    public static CreatedArtifact? Read(JsonElement data)
    {
        if (data.At("createArtifact", "artifact") is not { } artifact
            || artifact.Text("id") is not { } id
            || artifact.Text("state") is not ("COMMITTED" or "PENDING" or Deleted))
            return null;

        return new CreatedArtifact(
            id, artifact.Text("state") == "COMMITTED", artifact.Integer("versionIndex"), artifact.Text("artifactSequence", "latestArtifact", "id"));
    }
}
