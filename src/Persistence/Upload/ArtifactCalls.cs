using System.Text.Json.Nodes;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Upload;

/// <summary>The calls that give a server an artifact, besides its files' bytes. One try each; each may be made again. Any thread.</summary>
internal sealed class ArtifactCalls(GraphQLClient client)
{
    /// <summary>Makes the artifact known: in the run's project, whatever project the record was written for.</summary>
    public Task<CallOutcome<CreatedArtifact>> CreateAsync(RunPath run, ArtifactRecord artifact, CancellationToken cancellation) =>
        client.CallAsync(ArtifactOperations.CreateArtifact, new JsonObject { ["input"] = InputOf(run, artifact) }, CreatedArtifact.Read, cancellation);

    /// <summary>Announces the manifest; with its digest, asks where it goes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifactId">The artifact.</param>
    /// <param name="baseId">The version before it.</param>
    /// <param name="kind">What the manifest is to the one of the version before.</param>
    /// <param name="digest">The base64 of the file's MD5; empty before the file is known.</param>
    /// <param name="cancellation">Ends the try.</param>
    public Task<CallOutcome<ArtifactManifestPlace>> CreateManifestAsync(
        RunPath run, string artifactId, string? baseId, ManifestKind kind, string digest, CancellationToken cancellation)
    {
        var variables = new JsonObject
        {
            ["artifactID"] = artifactId,
            ["baseArtifactID"] = baseId,
            ["name"] = kind.FileName,
            ["digest"] = digest,
            ["entityName"] = run.Entity,
            ["projectName"] = run.Project,
            ["runName"] = run.RunId,
            ["manifestType"] = kind.Word,
            ["includeUpload"] = digest.Length > 0,
        };
        return client.CallAsync(ArtifactOperations.CreateArtifactManifest, variables, ArtifactManifestPlace.Read, cancellation);
    }

    /// <summary>Says the digest of a manifest that was announced, and asks where it goes: one that only adds cannot be announced twice.</summary>
    public Task<CallOutcome<ArtifactManifestPlace>> UpdateManifestAsync(string manifestId, string digest, CancellationToken cancellation)
    {
        var variables = new JsonObject { ["artifactManifestID"] = manifestId, ["digest"] = digest, ["baseArtifactID"] = null, ["includeUpload"] = true };
        return client.CallAsync(ArtifactOperations.UpdateArtifactManifest, variables, ArtifactManifestPlace.Read, cancellation);
    }

    /// <summary>Asks where these files go; the answer is in their order.</summary>
    public Task<CallOutcome<IReadOnlyList<ArtifactFilePlace>>> CreateFilesAsync(
        string artifactId, string manifestId, IReadOnlyList<StagedFile> files, CancellationToken cancellation)
    {
        var input = new JsonObject
        {
            ["artifactFiles"] = new JsonArray([.. files.Select(file => InputOf(artifactId, manifestId, file))]),
            ["storageLayout"] = "V2",
        };
        return client.CallAsync(
            ArtifactOperations.CreateArtifactFiles, new JsonObject { ["input"] = input }, data => ArtifactFilePlace.ReadAll(data, files.Count), cancellation);
    }

    /// <summary>All parts of a file are there; each is named with what the storage answered to it.</summary>
    public Task<CallOutcome<string>> CompleteAsync(ArtifactFilePlace place, IReadOnlyDictionary<int, string> answers, CancellationToken cancellation)
    {
        var variables = new JsonObject
        {
            ["completeMultipartAction"] = "Complete",
            ["completedParts"] = new JsonArray([.. answers.OrderBy(part => part.Key).Select(part => PartOf(part.Key, part.Value))]),
            ["artifactID"] = place.ArtifactId,
            ["storagePath"] = place.StoragePath,
            ["uploadID"] = place.UploadId,
        };
        return client.CallAsync(
            ArtifactOperations.CompleteMultipartUploadArtifact, variables, data => data.At("completeMultipartUploadArtifact")?.Text("digest") ?? "", cancellation);
    }

    /// <summary>The artifact has everything: it becomes a version.</summary>
    public Task<CallOutcome<CommittedArtifact>> CommitAsync(string artifactId, CancellationToken cancellation) => client.CallAsync(
        ArtifactOperations.CommitArtifact, new JsonObject { ["artifactID"] = artifactId }, data => CommittedArtifact.Read(data, artifactId), cancellation);

    /// <summary>The run uses the artifact.</summary>
    public Task<CallOutcome<UsedArtifact>> UseAsync(RunPath run, string artifactId, CancellationToken cancellation)
    {
        var input = new JsonObject { ["artifactID"] = artifactId, ["entityName"] = run.Entity, ["projectName"] = run.Project, ["runName"] = run.RunId };
        return client.CallAsync(
            ArtifactOperations.UseArtifact,
            new JsonObject { ["input"] = input },
            data => data.Text("useArtifact", "artifact", "id") is { } id ? new UsedArtifact(id) : null,
            cancellation);
    }

    /// <summary>The server's id of an artifact that a client has named. An artifact that the server does not know has the empty id.</summary>
    public Task<CallOutcome<string>> FindAsync(string clientId, CancellationToken cancellation) => client.CallAsync(
        ArtifactOperations.ClientIDMapping,
        new JsonObject { ["clientID"] = clientId },
        data => data.Text("clientIDMapping", "serverID") ?? "",
        cancellation);

    /// <summary>The version that a name means; its id is empty when there is none.</summary>
    public Task<CallOutcome<NamedArtifact>> FindAsync(ArtifactPath path, CancellationToken cancellation)
    {
        var variables = new JsonObject { ["entityName"] = path.Entity, ["projectName"] = path.Project, ["name"] = path.Name };
        return client.CallAsync(ArtifactOperations.ArtifactByName, variables, NamedArtifact.Read, cancellation);
    }

    private static JsonObject InputOf(RunPath run, ArtifactRecord artifact)
    {
        var input = new JsonObject
        {
            ["entityName"] = run.Entity,
            ["projectName"] = run.Project,
            ["artifactTypeName"] = artifact.Type,
            ["artifactCollectionName"] = artifact.Name,
            ["digest"] = artifact.Digest,
            ["digestAlgorithm"] = "MANIFEST_MD5",
            ["aliases"] = new JsonArray([.. artifact.Aliases.Select(alias => new JsonObject { ["artifactCollectionName"] = artifact.Name, ["alias"] = alias })]),
            ["enableDigestDeduplication"] = true,
            ["clientID"] = artifact.ClientId,
            ["sequenceClientID"] = artifact.SequenceClientId,
        };
        // What is not set is left out: older servers do not know all of it.
        if (!artifact.UserCreated)
            input["runName"] = run.RunId;
        if (artifact.Description.Length > 0)
            input["description"] = artifact.Description;
        if (artifact.Metadata.Length > 0)
            input["metadata"] = artifact.Metadata;
        if (artifact.Tags.Count > 0)
            input["tags"] = new JsonArray([.. artifact.Tags.Select(tag => new JsonObject { ["tagName"] = tag })]);
        if (artifact.TtlDurationSeconds != 0)
            input["ttlDurationSeconds"] = artifact.TtlDurationSeconds;
        if (ManifestFile.StorageRegionOf(artifact.Manifest) is { } region)
            input["storageRegion"] = region;
        return input;
    }

    private static JsonObject InputOf(string artifactId, string manifestId, StagedFile file)
    {
        var input = new JsonObject { ["artifactID"] = artifactId, ["artifactManifestID"] = manifestId, ["name"] = file.Name, ["md5"] = file.Digest };
        if (!file.Parts.IsEmpty)
            input["uploadPartsInput"] = new JsonArray([.. file.Parts.Select(part => PartOf(part.Number, part.HexMD5))]);
        return input;
    }

    private static JsonObject PartOf(int number, string hexMD5) => new() { ["partNumber"] = number, ["hexMD5"] = hexMD5 };
}
