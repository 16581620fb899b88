using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Artifacts;

/// <summary>What an entry of an artifact is made of. Immutable.</summary>
internal abstract record ArtifactContent
{
    private ArtifactContent(string name) => Name = name;

    /// <summary>The entry's path in the artifact, with slashes.</summary>
    public string Name { get; }

    /// <summary>Makes the entry. Does I/O where there are bytes.</summary>
    /// <exception cref="IOException">What it is made of cannot be read, or the disk refuses.</exception>
    public abstract ArtifactManifestEntry Stage(StagedArtifact place);

    /// <summary>This content as it is now: whatever of it is changed before it is staged is not staged.</summary>
    public virtual ArtifactContent Now() => this;

    /// <summary>A file as it is when it is staged, by a copy, or by a link to it where the program will not change it.</summary>
    public sealed record File(string Name, string Path, bool IsLinked) : ArtifactContent(Name)
    {
        private FileStamp? _stamp;

        public override ArtifactContent Now() => this with { _stamp = FileStamp.Of(Path) };

        public override ArtifactManifestEntry Stage(StagedArtifact place)
        {
            var entry = IsLinked ? place.Link(Name, Path) : place.Copy(Name, Path);
            return _stamp is { } stamp && FileStamp.Of(Path) != stamp
                ? throw new IOException($"{Path} was changed before it was copied.")
                : entry;
        }
    }

    /// <summary>Bytes.</summary>
    public sealed record Bytes(string Name, ReadOnlyMemory<byte> Content) : ArtifactContent(Name)
    {
        public override ArtifactManifestEntry Stage(StagedArtifact place) => place.Add(Name, Content.Span);
    }

    /// <summary>Something that stays where it is.</summary>
    /// <param name="Name">The entry's path.</param>
    /// <param name="Uri">Where it is.</param>
    /// <param name="Digest">What changes when it changes, such as an ETag; <c>null</c>: of a local file its MD5, of anything else the URI.</param>
    /// <param name="Size">Its bytes; 0 if nobody knows.</param>
    public sealed record Reference(string Name, Uri Uri, string? Digest, long Size) : ArtifactContent(Name)
    {
        public override ArtifactManifestEntry Stage(StagedArtifact place)
        {
            var entry = new ArtifactManifestEntry { Path = Name, Ref = Uri.OriginalString, Digest = Digest ?? Uri.OriginalString, Size = Size };
            if (!Uri.IsFile)
                return entry;

            using var file = System.IO.File.OpenRead(Uri.LocalPath);
            entry.Size = file.Length;
            entry.Digest = Digest ?? ArtifactDigests.Of(file);
            return entry;
        }
    }
}
