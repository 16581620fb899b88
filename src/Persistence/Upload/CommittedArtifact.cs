using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>A version that the server has whole.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Version">Its number in its sequence; <c>null</c> if the server does not say.</param>
internal sealed record CommittedArtifact(string Id, long? Version)
{
    public static CommittedArtifact? Read(JsonElement data, string artifactId) =>
        data.At("commitArtifact", "artifact") is { } artifact ? new CommittedArtifact(artifact.Text("id") ?? artifactId, artifact.Integer("versionIndex")) : null;
}
