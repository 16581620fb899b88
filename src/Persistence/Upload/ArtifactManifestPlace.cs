using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Where an artifact's manifest is to be put.</summary>
/// <param name="Id">The server's id of the manifest.</param>
/// <param name="Url">Where it goes; <c>null</c> while nobody has asked for that.</param>
/// <param name="Headers">What goes with it.</param>
internal sealed record ArtifactManifestPlace(string Id, Uri? Url, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public static ArtifactManifestPlace? Read(JsonElement data)
    {
        if ((data.At("createArtifactManifest", "artifactManifest") ?? data.At("updateArtifactManifest", "artifactManifest")) is not { } manifest
            || manifest.Text("id") is not { } id
            || manifest.At("file") is not { } file
            || !SignedUrl.TryRead(file, out var url))
            return null;

        return new ArtifactManifestPlace(id, url, SignedUrl.Headers(file));
    }
}
