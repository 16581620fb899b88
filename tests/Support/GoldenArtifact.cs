using System.Text.Json.Nodes;

namespace WandbActors.Testing;

/// <summary>An artifact that the official client made of a recorded run: what its server had of it.</summary>
public sealed record GoldenArtifact(string Name, string Type, string State, string Digest, IReadOnlyDictionary<string, long> FileBytes)
{
    /// <summary>The artifacts of a recorded run, in the order in which they were made.</summary>
    public static IReadOnlyList<GoldenArtifact> Of(string run) =>
    [
        .. JsonNode.Parse(File.ReadAllText(Golden.Folder("artifacts.json")))!.AsObject()
            .Select(member => member.Value!.AsObject())
            .Where(artifact => (string)artifact["run"]! == run)
            .Select(artifact => new GoldenArtifact(
                (string)artifact["name"]!,
                (string)artifact["type"]!,
                (string)artifact["state"]!,
                (string)artifact["digest"]!,
                artifact["files"]!.AsObject().ToDictionary(file => file.Key, file => (long)file.Value!))),
    ];
}
