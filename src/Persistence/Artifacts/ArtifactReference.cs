using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Artifacts;

/// <summary>
/// Where an entry of an artifact leads when it lies in another artifact. A client that does not know the server's id writes its own,
/// <c>wandb-client-artifact://{client id}/{path}</c>; the server's manifests have <c>wandb-artifact://{id in hex}/{path}</c>.
/// </summary>
internal static class ArtifactReference
{
    private const string ByClientId = "wandb-client-artifact://";
    private const string ByServerId = "wandb-artifact://";

    /// <summary>The client ids that the manifest's entries name.</summary>
    public static IEnumerable<string> ClientIdsIn(ArtifactManifest? manifest) =>
        (manifest?.Contents ?? []).Where(IsByClientId).Select(entry => PartsOf(entry).ClientId).Distinct();

    /// <summary>By path, where those entries lead on the server, whose ids are base64.</summary>
    public static IReadOnlyDictionary<string, string> Resolve(ArtifactManifest manifest, IReadOnlyDictionary<string, string> serverIds) =>
        manifest.Contents.Where(IsByClientId).ToDictionary(entry => entry.Path, entry => Resolve(PartsOf(entry), serverIds));

    private static string Resolve((string ClientId, string Path) reference, IReadOnlyDictionary<string, string> serverIds) =>
        $"{ByServerId}{HexOf(serverIds[reference.ClientId])}/{reference.Path}";

    private static bool IsByClientId(ArtifactManifestEntry entry) => entry.Ref.StartsWith(ByClientId, StringComparison.Ordinal);

    private static (string ClientId, string Path) PartsOf(ArtifactManifestEntry entry)
    {
        var parts = entry.Ref[ByClientId.Length..].Split('/', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "");
    }

    private static string HexOf(string serverId)
    {
        var bytes = new byte[serverId.Length];
        return Convert.TryFromBase64String(serverId, bytes, out var length) ? Convert.ToHexStringLower(bytes.AsSpan(0, length)) : serverId;
    }
}
