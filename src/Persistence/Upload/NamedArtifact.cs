using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>The version that a name means at the moment.</summary>
/// <param name="Id">The server's id; empty when the name means nothing there.</param>
/// <param name="Version">Its number in its sequence; <c>null</c> if the server does not say.</param>
internal sealed record NamedArtifact(string Id, long? Version)
{
    public static NamedArtifact Read(JsonElement data) =>
        data.At("project", "artifact") is { } artifact && artifact.Text("id") is { } id ? new NamedArtifact(id, artifact.Integer("versionIndex")) : new NamedArtifact("", null);
}
