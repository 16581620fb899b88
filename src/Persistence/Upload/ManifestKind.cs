using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Upload;

/// <summary>What a manifest is to the one of the version before: all that the artifact holds, or what is added to it.</summary>
/// <param name="Word">The server's word.</param>
/// <param name="FileName">The name of its file.</param>
internal sealed record ManifestKind(string Word, string FileName)
{
    public static readonly ManifestKind Full = new("FULL", "wandb_manifest.json");

    public static readonly ManifestKind Incremental = new("INCREMENTAL", "wandb_manifest.incremental.json");

    public static ManifestKind Of(ArtifactRecord artifact) => artifact.IncrementalBeta1 ? Incremental : Full;
}
