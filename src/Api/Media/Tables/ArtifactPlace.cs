using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>The place of a value in a table: its files go into the table's artifact, beside the table. For one table.</summary>
internal sealed class ArtifactPlace(StagedArtifact artifact, MediaPlace table) : MediaPlace(table.Key, table.Step)
{
    private readonly Dictionary<string, ArtifactManifestEntry> _entries = [];

    /// <summary>What the artifact holds so far.</summary>
    public IEnumerable<ArtifactManifestEntry> Entries => _entries.Values;

    public override MediaFile AddFile(string directory, string extension, ReadOnlySpan<byte> content)
    {
        var sha256 = MediaFolder.HashOf(content);
        var path = $"{directory}/{MediaFolder.NamePartOf(sha256)}{extension}";
        if (!_entries.ContainsKey(path))
            _entries.Add(path, artifact.Add(path, content));
        return new MediaFile(path, sha256, content.Length);
    }
}
