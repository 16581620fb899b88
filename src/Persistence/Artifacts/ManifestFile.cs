using System.Text.Encodings.Web;
using System.Text.Json;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Artifacts;

/// <summary>
/// The manifest as the file that the server keeps with an artifact, its entries in the order of their paths:
/// <code>
/// {"version":1,"storagePolicy":"wandb-storage-policy-v1","storagePolicyConfig":{"storageLayout":"V2"},"contents":{
///   "{path}":{"digest":"…","ref":"…","size":1,"birthArtifactID":"…","skip_cache":false,"extra":{…}}}}
/// </code>
/// <c>ref</c>, <c>birthArtifactID</c> and <c>extra</c> only where there are any. The official client also writes where each file lay on the
/// machine that logged it; nobody reads that, and it says more than a server should know.
/// </summary>
internal static class ManifestFile
{
    private const string Layout = "V2"; // what the client asks CreateArtifactFiles for, whatever a log says

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="manifest">The manifest as the log has it.</param>
    /// <param name="birthIds">By path, the server's id of the artifact that brought a file first.</param>
    /// <param name="references">By path, where a reference leads, if that is not what the log says.</param>
    public static byte[] Write(ArtifactManifest manifest, IReadOnlyDictionary<string, string> birthIds, IReadOnlyDictionary<string, string> references)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", manifest.Version);
            json.WriteString("storagePolicy", manifest.StoragePolicy);
            json.WriteStartObject("storagePolicyConfig");
            json.WriteString("storageLayout", Layout);
            if (StorageRegionOf(manifest) is { } region)
                json.WriteString("storageRegion", region);
            json.WriteEndObject();
            json.WriteStartObject("contents");
            foreach (var entry in manifest.Contents.OrderBy(entry => entry.Path, ArtifactDigests.ByteOrder))
                Write(json, entry, birthIds.GetValueOrDefault(entry.Path, entry.BirthArtifactId), references.GetValueOrDefault(entry.Path, entry.Ref));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Why no file can be made of a log's manifest; <c>null</c> if one can.</summary>
    public static string? FindProblem(ArtifactManifest manifest)
    {
        if (manifest.Contents.GroupBy(entry => entry.Path).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            return $"its manifest names {twice.Key} more than once";

        var texts = manifest.StoragePolicyConfig.Select(item => item.ValueJson).Concat(manifest.Contents.SelectMany(entry => entry.Extra).Select(item => item.ValueJson));
        return texts.All(IsJson) ? null : "its manifest holds what is no JSON";
    }

    /// <summary>Where the team wants the files stored; <c>null</c> for the server's own choice.</summary>
    public static string? StorageRegionOf(ArtifactManifest manifest)
    {
        var item = manifest.StoragePolicyConfig.FirstOrDefault(item => item.Key == "storageRegion");
        return item is null ? null : JsonElement.Parse(item.ValueJson).Text();
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, ArtifactManifestEntry entry, string birthId, string reference)
    {
        json.WriteStartObject(entry.Path);
        json.WriteString("digest", entry.Digest);
        if (reference.Length > 0)
            json.WriteString("ref", reference);
        json.WriteNumber("size", entry.Size);
        if (birthId.Length > 0)
            json.WriteString("birthArtifactID", birthId);
        json.WriteBoolean("skip_cache", entry.SkipCache);
        if (entry.Extra.Count > 0)
        {
            json.WriteStartObject("extra");
            foreach (var item in entry.Extra)
            {
                json.WritePropertyName(item.Key);
                json.WriteRawValue(item.ValueJson);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
