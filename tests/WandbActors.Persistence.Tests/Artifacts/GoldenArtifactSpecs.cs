using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Testing;

namespace WandbActors.Persistence.Artifacts;

/// <summary>Digests, records and manifests are those of the official client.</summary>
public sealed class GoldenArtifactSpecs : IDisposable
{
    private static readonly Dictionary<string, string> None = [];

    private readonly TempDirectory _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("artifact")]
    [InlineData("table")]
    [InlineData("media")]
    public void An_artifact_has_the_digest_that_the_official_client_gives_it(string run)
    {
        var artifacts = ArtifactsOf(run);

        Assert.Equal(GoldenArtifact.Of(run).Select(artifact => artifact.Digest), artifacts.Select(artifact => ArtifactDigests.Of(artifact.Manifest.Contents)));
    }

    [Fact]
    public void A_record_is_what_the_official_client_writes()
    {
        var official = ArtifactsOf("artifact").Single();
        var staged = StagedArtifact.Of(_run.Path, official.ClientId);
        var draft = new ArtifactDraft
        {
            RunId = "artifact",
            Project = "golden",
            Entity = "lab",
            Name = "model",
            Type = "model",
            Description = "d",
            MetadataJson = """{"acc":0.9}""",
            Aliases = ["best"],
            ClientId = official.ClientId,
            SequenceClientId = official.SequenceClientId,
        };

        var record = draft.ToRecord([staged.Add("model.bin", Model())]);

        Assert.Equal(Model(), File.ReadAllBytes(record.Manifest.Contents[0].LocalPath));
        record.Manifest.Contents[0].LocalPath = official.Manifest.Contents[0].LocalPath;
        Assert.Equal(official, record);
    }

    [Theory]
    [InlineData("artifact")]
    [InlineData("table")]
    public void A_manifest_file_is_the_official_one_but_for_where_the_files_lay(string run)
    {
        var golden = GoldenArtifact.Of(run);

        var files = ArtifactsOf(run).Select(artifact => ManifestFile.Write(artifact.Manifest, BornIn("art-6", artifact), None)).ToList();

        var leftOut = ArtifactsOf(run).Select(artifact => $",\"local_path\":\"{artifact.Manifest.Contents[0].LocalPath}\"".Length);
        Assert.Equal(golden.Select(artifact => artifact.FileBytes["wandb_manifest.json"]), files.Zip(leftOut, (file, bytes) => (long)file.Length + bytes));
    }

    [Fact]
    public void A_manifest_file_names_entries_in_the_order_of_their_bytes()
    {
        var manifest = new ArtifactManifest
        {
            Version = 1,
            StoragePolicy = "wandb-storage-policy-v1",
            Contents =
            {
                new ArtifactManifestEntry { Path = "\U0001F600", Digest = "b", Size = 2 },
                new ArtifactManifestEntry { Path = "\uFFFD", Digest = "a", Ref = "s3://bucket/<k>", Size = 1, Extra = { new ExtraItem { Key = "etag", ValueJson = "\"x\"" } } },
            },
        };

        var text = Encoding.UTF8.GetString(ManifestFile.Write(manifest, None, None));

        Assert.Equal(
            "{\"version\":1,\"storagePolicy\":\"wandb-storage-policy-v1\",\"storagePolicyConfig\":{\"storageLayout\":\"V2\"},\"contents\":{"
            + "\"\uFFFD\":{\"digest\":\"a\",\"ref\":\"s3://bucket/<k>\",\"size\":1,\"skip_cache\":false,\"extra\":{\"etag\":\"x\"}},"
            + "\"\\uD83D\\uDE00\":{\"digest\":\"b\",\"size\":2,\"skip_cache\":false}}}",
            text);
    }

    private static List<ArtifactRecord> ArtifactsOf(string run) =>
        [.. new GoldenRun(run).Records.Select(record => record.Artifact).Where(artifact => artifact is not null)];

    private static Dictionary<string, string> BornIn(string id, ArtifactRecord artifact) =>
        artifact.Manifest.Contents.ToDictionary(entry => entry.Path, _ => id);

    private static byte[] Model() => [.. Enumerable.Range(0, 64).SelectMany(_ => Enumerable.Range(0, 256)).Select(value => (byte)value)];
}
