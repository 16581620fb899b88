using System.Collections.Immutable;
using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Where one file of an artifact is to be put.</summary>
/// <param name="ArtifactId">The artifact that brings the file first: this one, or an earlier version.</param>
/// <param name="Url">Where it goes in one piece; <c>null</c> when the server has it, or wants it in parts.</param>
/// <param name="Headers">What goes with it.</param>
/// <param name="StoragePath">The server's name for the file; what completes an upload in parts.</param>
/// <param name="UploadId">The upload in parts that has been opened; <c>null</c> for none.</param>
/// <param name="PartUrls">Where each part goes, by its number from 1.</param>
internal sealed record ArtifactFilePlace(
    string ArtifactId, Uri? Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string? StoragePath, string? UploadId, ImmutableSortedDictionary<int, Uri> PartUrls)
{
    /// <summary>Whether the server has the file.</summary>
    public bool IsThere => Url is null && UploadId is null;

    /// <summary>Reads the reply to <c>CreateArtifactFiles</c>; null if it does not answer for each of so many files, in their order.</summary>
    public static IReadOnlyList<ArtifactFilePlace>? ReadAll(JsonElement data, int asked)
    {
        var places = data.Items("createArtifactFiles", "files", "edges").Select(Read).OfType<ArtifactFilePlace>().ToList();
        return places.Count == asked ? places : null;
    }

    private static ArtifactFilePlace? Read(JsonElement edge)
    {
        if (edge.At("node") is not { } node || node.Text("artifact", "id") is not { } artifact || !SignedUrl.TryRead(node, out var url))
            return null;

        var parts = ImmutableSortedDictionary.CreateBuilder<int, Uri>();
        foreach (var part in node.Items("uploadMultipartUrls", "uploadUrlParts"))
        {
            if (!SignedUrl.TryRead(part, out var partUrl) || partUrl is null || part.Integer("partNumber") is not { } number)
                return null;
            parts[(int)number] = partUrl;
        }

        var uploadId = parts.Count > 0 ? node.Text("uploadMultipartUrls", "uploadID") : null;
        return new ArtifactFilePlace(artifact, url, SignedUrl.Headers(node), node.Text("storagePath"), uploadId, parts.ToImmutable());
    }
}
