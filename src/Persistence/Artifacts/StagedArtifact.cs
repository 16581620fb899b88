using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Artifacts;

/// <summary>
/// Where the files of one artifact are kept, as they were when it was logged, until the server has them. Each lies under its own digest, so
/// that whoever sends the log later finds it by what the manifest says, wherever the run's directory has been moved to. Files may be added
/// again, by this process or another, to the same effect. Any thread.
/// </summary>
/// <remarks>
/// <code>
/// {run directory}/artifacts/
///   {first 32 characters of the client id}/
///     {MD5 of the content, in hex}
/// </code>
/// </remarks>
internal sealed class StagedArtifact
{
    private const int NameLength = 32;

    private readonly string _directory;

    private StagedArtifact(string directory) => _directory = directory;

    /// <summary>Where all artifacts of a run are staged.</summary>
    public static string RootOf(string runDirectory) => Path.Combine(Path.GetFullPath(runDirectory), "artifacts");

    /// <summary>The place of an artifact of this run. Nothing is made yet.</summary>
    /// <exception cref="ArgumentException">A client id that is none.</exception>
    public static StagedArtifact Of(string runDirectory, string clientId) => ArtifactId.IsValid(clientId)
        ? new StagedArtifact(Path.Combine(RootOf(runDirectory), clientId[..NameLength]))
        : throw new ArgumentException($"\"{clientId}\" is no client id of an artifact.", nameof(clientId));

    /// <summary>Adds an entry with this content.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public ArtifactManifestEntry Add(string name, ReadOnlySpan<byte> content)
    {
        using var draft = new Draft(_directory);
        draft.File.Write(content);
        return draft.Keep(name, ArtifactDigests.Of(content), content.Length);
    }

    /// <summary>Adds an entry with a copy of this file.</summary>
    /// <exception cref="IOException">The file or the disk refuses, or the file was changed while it was read.</exception>
    public ArtifactManifestEntry Copy(string name, string path)
    {
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        var before = File.GetLastWriteTimeUtc(source.SafeFileHandle);
        using var draft = new Draft(_directory);
        var (digest, bytes) = ArtifactDigests.Copy(source, draft.File);
        if (bytes != source.Length || File.GetLastWriteTimeUtc(source.SafeFileHandle) != before)
            throw new IOException($"{path} was changed while it was copied.");

        return draft.Keep(name, digest, bytes);
    }

    /// <summary>
    /// Adds an entry with this file itself, by a hard link: no bytes are copied, and whoever writes into the file later changes the artifact.
    /// A file on another disk is copied.
    /// </summary>
    /// <exception cref="IOException">The file or the disk refuses.</exception>
    public ArtifactManifestEntry Link(string name, string path)
    {
        Directory.CreateDirectory(_directory);
        var link = Path.Combine(_directory, $".{Guid.NewGuid():N}");
        // Not a link to a link, which would lead nowhere once the run has been moved.
        if (!HardLink.TryCreate(link, File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path))
            return Copy(name, path);

        string digest;
        long bytes;
        using (var content = File.OpenRead(link))
            (digest, bytes) = (ArtifactDigests.Of(content), content.Length);
        return Keep(link, name, digest, bytes);
    }

    /// <summary>The file of this digest; <c>null</c> if it is not there.</summary>
    public string? Find(string digest) => ArtifactDigests.HexOf(digest) is { } hex && Path.Combine(_directory, hex) is var path && File.Exists(path) ? path : null;

    /// <summary>Removes everything, when nobody will ask for it again.</summary>
    public void Delete()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private ArtifactManifestEntry Keep(string draft, string name, string digest, long bytes)
    {
        var path = Path.Combine(_directory, ArtifactDigests.HexOf(digest)!);
        File.Move(draft, path, overwrite: true);
        return new ArtifactManifestEntry { Path = name, Digest = digest, Size = bytes, LocalPath = path };
    }

    /// <summary>A file without its name: gone again unless it is kept.</summary>
    private sealed class Draft : IDisposable
    {
        private readonly string _path;

        public Draft(string directory)
        {
            Directory.CreateDirectory(directory);
            _path = Path.Combine(directory, $".{Guid.NewGuid():N}");
            File = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }

        public FileStream File { get; }

        public ArtifactManifestEntry Keep(string name, string digest, long bytes)
        {
            File.Dispose();
            return new StagedArtifact(Path.GetDirectoryName(_path)!).Keep(_path, name, digest, bytes);
        }

        public void Dispose()
        {
            File.Dispose();
            System.IO.File.Delete(_path);
        }
    }
}
