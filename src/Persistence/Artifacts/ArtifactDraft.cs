using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Artifacts;

/// <summary>What an artifact is, but for what it holds: becomes the record that a log keeps of it. Immutable.</summary>
internal sealed record ArtifactDraft
{
    /// <summary>The alias of an artifact's newest version: every version is given it.</summary>
    public const string Latest = "latest";

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string RunId { get; init; }

    public required string Project { get; init; }

    /// <summary>Empty for the server's default.</summary>
    public string Entity { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>A JSON object; empty for none.</summary>
    public string MetadataJson { get; init; } = "";

    /// <summary>Aliases besides <see cref="Latest"/>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long the server keeps the version; <see cref="TimeSpan.Zero"/> for what the team's settings say.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>Whether the run is to be listed as a user of the version as well.</summary>
    public bool IsUsed { get; init; }

    public string ClientId { get; init; } = ArtifactId.Generate();

    public string SequenceClientId { get; init; } = ArtifactId.Generate();

    /// <summary>The record of the artifact with these entries.</summary>
    public ArtifactRecord ToRecord(IEnumerable<ArtifactManifestEntry> entries)
    {
        var record = new ArtifactRecord
        {
            RunId = RunId,
            Project = Project,
            Entity = Entity,
            Type = Type,
            Name = Name,
            Description = Description,
            Metadata = MetadataJson,
            Aliases = { Aliases.Prepend(Latest).Distinct() },
            Tags = { Tags },
            TtlDurationSeconds = (long)TimeToLive.TotalSeconds,
            UseAfterCommit = IsUsed,
            Manifest = new ArtifactManifest
            {
                Version = 1,
                StoragePolicy = "wandb-storage-policy-v1",
                StoragePolicyConfig = { new StoragePolicyConfigItem { Key = "storageLayout", ValueJson = "\"V2\"" } },
                Contents = { entries },
            },
            Finalize = true,
            ClientId = ClientId,
            SequenceClientId = SequenceClientId,
        };
        record.Digest = ArtifactDigests.Of(record.Manifest.Contents);
        return record;
    }
}
