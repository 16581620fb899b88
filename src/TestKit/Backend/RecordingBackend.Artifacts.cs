using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private readonly List<RecordedArtifact> _artifacts = [];

    /// <summary>All artifacts in the order in which they were created.</summary>
    internal IReadOnlyList<RecordedArtifact> Artifacts
    {
        get
        {
            lock (_lock)
                return [.. _artifacts];
        }
    }

    private JsonObject ExecuteForArtifact(string name, JsonObject variables) => name switch
    {
        "CreateArtifact" => new() { ["createArtifact"] = new JsonObject { ["artifact"] = CreateArtifact(variables["input"]!.AsObject()) } },
        "CreateArtifactManifest" => new() { ["createArtifactManifest"] = new JsonObject { ["artifactManifest"] = CreateManifest(variables) } },
        "UpdateArtifactManifest" => new() { ["updateArtifactManifest"] = new JsonObject { ["artifactManifest"] = UpdateManifest(variables) } },
        "CreateArtifactFiles" => new() { ["createArtifactFiles"] = new JsonObject { ["files"] = new JsonObject { ["edges"] = CreateFiles(variables["input"]!.AsObject()) } } },
        "CompleteMultipartUploadArtifact" => new() { ["completeMultipartUploadArtifact"] = Complete(variables) },
        "CommitArtifact" => new() { ["commitArtifact"] = new JsonObject { ["artifact"] = Commit(ArtifactOf(variables["artifactID"])) } },
        "UseArtifact" => new() { ["useArtifact"] = new JsonObject { ["artifact"] = Use(variables["input"]!.AsObject()) } },
        "ClientIDMapping" => new() { ["clientIDMapping"] = Mapping((string)variables["clientID"]!) },
        _ => new() { ["project"] = new JsonObject { ["artifact"] = Named((string)variables["name"]!) } },
    };

    // The same order again is the same artifact; an artifact that holds what the newest version holds is that version.
    private JsonObject CreateArtifact(JsonObject input)
    {
        Demand(((string)input["clientID"]!).Length == 128 && ((string)input["sequenceClientID"]!).Length == 128, "a client id that is none");
        Demand((string?)input["digestAlgorithm"] == "MANIFEST_MD5", "another digest algorithm than MANIFEST_MD5");
        var sequence = Sequence((string)input["artifactCollectionName"]!);
        Demand(sequence.All(version => version.Type == (string)input["artifactTypeName"]!), "a sequence has one type");
        var newest = sequence.LastOrDefault(version => version.Version is not null);
        var artifact = _artifacts.FirstOrDefault(version => version.ClientId == (string)input["clientID"]!)
            ?? (newest?.Digest == (string)input["digest"]! ? newest : Add(new RecordedArtifact(IdOf(_artifacts.Count + 1), (JsonObject)input.DeepClone(), newest?.Id, _lock)));
        return new JsonObject
        {
            ["id"] = artifact.Id,
            ["state"] = artifact.Version is null ? "PENDING" : "COMMITTED",
            ["versionIndex"] = artifact.Version,
            ["artifactSequence"] = new JsonObject { ["latestArtifact"] = newest is null ? null : new JsonObject { ["id"] = newest.Id } },
        };
    }

    private JsonObject CreateManifest(JsonObject variables)
    {
        var artifact = Pending(variables["artifactID"]);
        var (kind, digest, isAsked) = ((string)variables["manifestType"]!, (string)variables["digest"]!, (bool)variables["includeUpload"]!);
        Demand(ManifestNames.GetValueOrDefault(kind) == (string?)variables["name"], "a manifest of another kind");
        Demand((string?)variables["baseArtifactID"] == artifact.LatestId, "another base than the newest version");
        Demand(isAsked == digest.Length > 0, "a place for a manifest that has no digest");
        Demand(kind == "FULL" || !isAsked, "a manifest that only adds is announced once, and then updated");
        artifact.IsIncremental = kind != "FULL";
        return ManifestOf(artifact, digest);
    }

    private JsonObject UpdateManifest(JsonObject variables)
    {
        var artifact = _artifacts.FirstOrDefault(artifact => (string?)variables["artifactManifestID"] == $"manifest-{artifact.Id}");
        Demand(artifact is { Version: null, IsIncremental: true }, "an update of a manifest that only adds to none");
        return ManifestOf(artifact!, (string)variables["digest"]!);
    }

    private JsonObject ManifestOf(RecordedArtifact artifact, string digest)
    {
        var file = new JsonObject { ["id"] = "file" };
        artifact.ManifestDigest = digest.Length > 0 ? digest : null;
        if (digest.Length > 0)
        {
            file["uploadUrl"] = StorageUrl(artifact, ManifestNames[artifact.IsIncremental ? "INCREMENTAL" : "FULL"]);
            file["uploadHeaders"] = new JsonArray($"Content-MD5:{digest}");
        }

        return new JsonObject { ["id"] = $"manifest-{artifact.Id}", ["file"] = file };
    }

    private JsonArray CreateFiles(JsonObject input)
    {
        Demand((string?)input["storageLayout"] == "V2", "another layout than V2");
        return [.. input["artifactFiles"]!.AsArray().Select(file => new JsonObject { ["node"] = CreateFile(file!.AsObject()) })];
    }

    private JsonObject CreateFile(JsonObject file)
    {
        var artifact = Pending(file["artifactID"]);
        var (name, md5, parts) = ((string)file["name"]!, (string)file["md5"]!, file["uploadPartsInput"]?.AsArray());
        Demand(Convert.FromBase64String(md5).Length == MD5.HashSizeInBytes, "a digest that is no MD5");
        Demand((string?)file["artifactManifestID"] == $"manifest-{artifact.Id}", "files for another manifest");
        var earlier = Sequence(artifact.Name).FirstOrDefault(version => version.Version is not null && version.Announced.Values.Any(announced => announced.Md5 == md5));
        artifact.Announced[name] = (md5, (JsonArray?)parts?.DeepClone());
        var isThere = earlier is not null || artifact.Files.TryGetValue(name, out var put) && Md5Of(put) == md5;
        return new JsonObject
        {
            ["storagePath"] = $"{artifact.Id}/{name}",
            ["uploadUrl"] = isThere || parts is not null ? null : StorageUrl(artifact, name),
            ["uploadHeaders"] = new JsonArray("Content-Type:application/octet-stream", $"Content-MD5:{md5}"),
            ["uploadMultipartUrls"] = isThere || parts is null ? null : new JsonObject
            {
                ["uploadID"] = $"upload-{artifact.Id}",
                ["uploadUrlParts"] = new JsonArray([.. parts.Select(part => new JsonObject
                {
                    ["partNumber"] = part!["partNumber"]!.DeepClone(),
                    ["uploadUrl"] = StorageUrl(artifact, name, (int)part["partNumber"]!),
                })]),
            },
            ["artifact"] = new JsonObject { ["id"] = (earlier ?? artifact).Id },
        };
    }

    private JsonObject Complete(JsonObject variables)
    {
        var artifact = Pending(variables["artifactID"]);
        var name = ((string)variables["storagePath"]!)[(artifact.Id.Length + 1)..];
        var named = variables["completedParts"]!.AsArray().Select(part => ((int)part!["partNumber"]!, (string)part["hexMD5"]!));
        Demand((string?)variables["uploadID"] == $"upload-{artifact.Id}", "another upload than the one that was opened");
        Demand(named.SequenceEqual(artifact.PartsOf(name).Select(part => (part.Key, ETagOf(part.Value)))), "parts that are not there, or not what they are called");
        artifact.Put(name, [.. artifact.PartsOf(name).Values.SelectMany(part => part)]);
        return new JsonObject { ["digest"] = artifact.Announced[name].Md5 };
    }

    private JsonObject Commit(RecordedArtifact artifact)
    {
        Demand(artifact.Manifest is not null, "a commit without a manifest");
        var contents = artifact.Manifest!["contents"]!.AsObject();
        Demand(artifact.Digest == DigestOf(contents), "a manifest that has not the artifact's digest");
        foreach (var (path, entry) in contents)
            Demand(IsWhole(artifact, path, entry!.AsObject()), $"a commit before {path} was there");
        if (artifact.Version is null)
            artifact.Commit(Sequence(artifact.Name).Count(version => version.Version is not null));
        return new JsonObject { ["id"] = artifact.Id, ["digest"] = artifact.Digest, ["versionIndex"] = artifact.Version };
    }

    private bool IsWhole(RecordedArtifact artifact, string path, JsonObject entry)
    {
        if (entry["ref"] is { } reference)
            return !((string)reference!).StartsWith("wandb-client-artifact:", StringComparison.Ordinal);

        return ArtifactOf(entry["birthArtifactID"]).Files.Values.Any(content => Md5Of(content) == (string)entry["digest"]! && content.Length == (long)entry["size"]!);
    }

    private JsonObject Use(JsonObject input)
    {
        var artifact = ArtifactOf(input["artifactID"]);
        artifact.Use((string)input["runName"]!);
        return new JsonObject { ["id"] = artifact.Id };
    }

    private JsonObject? Mapping(string clientId) =>
        _artifacts.FirstOrDefault(artifact => artifact.ClientId == clientId) is { } artifact ? new JsonObject { ["serverID"] = artifact.Id } : null;

    private JsonObject? Named(string name)
    {
        var (sequence, version) = (name.Split(':')[0], name.Split(':')[1]);
        var found = Sequence(sequence).LastOrDefault(artifact => artifact.Version is { } number && (version == $"v{number}" || artifact.Aliases.Contains(version)));
        return found is null ? null : new JsonObject { ["id"] = found.Id, ["versionIndex"] = found.Version };
    }

    private RecordedArtifact Add(RecordedArtifact artifact)
    {
        _artifacts.Add(artifact);
        return artifact;
    }

    private List<RecordedArtifact> Sequence(string name) => [.. _artifacts.Where(artifact => artifact.Name == name)];

    private RecordedArtifact ArtifactOf(JsonNode? id) =>
        _artifacts.FirstOrDefault(artifact => artifact.Id == (string?)id) ?? throw new RefusedException($"no artifact has the id {id}");

    private RecordedArtifact Pending(JsonNode? id)
    {
        var artifact = ArtifactOf(id);
        Demand(artifact.Version is null, $"{artifact.Name} is committed and changes no more");
        return artifact;
    }

    private static void Demand(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new RefusedException(otherwise);
    }

    // The real ones are base64 too.
    private static string IdOf(int number) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"art-{number}"));

    private static string DigestOf(JsonObject contents)
    {
        var lines = contents.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{entry.Value!["digest"]}\n");
        return Convert.ToHexStringLower(HashOf(Encoding.UTF8.GetBytes("wandb-artifact-manifest-v1\n" + string.Concat(lines))));
    }

    private static string Md5Of(byte[] content) => Convert.ToBase64String(HashOf(content));

    private static string ETagOf(byte[] content) => $"\"{Convert.ToHexStringLower(HashOf(content))}\"";

    [SuppressMessage("Security", "CA5351", Justification = "W&B's digests are MD5.")]
    private static byte[] HashOf(byte[] content) => MD5.HashData(content);
}
