using System.IO.Enumeration;
using System.Text;
using WandbActors.Persistence.Artifacts;

namespace WandbActors;

public sealed partial class Artifact
{
    /// <summary>
    /// Adds a file. It is read behind <see cref="Run.LogArtifact(Artifact, IEnumerable{string})"/>: one that is changed between that call and the end of its
    /// copy fails the artifact, and that is said.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its path in the artifact, with slashes; <c>null</c>: the file's own name.</param>
    /// <param name="use">Whether the program may change the file later.</param>
    /// <returns>The artifact itself.</returns>
    /// <exception cref="WandbException">There is no such file, or the name is not allowed or taken.</exception>
    public Artifact AddFile(string path, string? name = null, FileUse use = FileUse.Copy)
    {
        var full = FullPathOf(path);
        if (!File.Exists(full))
            throw new WandbException($"The artifact {Name} cannot hold {path}: there is no such file.");

        return Add(new ArtifactContent.File(name ?? Path.GetFileName(full), full, use == FileUse.Link));
    }

    /// <summary>Adds all files in a directory and in those below it, at the paths that they have there. Links to directories are not followed.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="name">The path in the artifact that stands for it; <c>null</c>: the artifact's root.</param>
    /// <param name="use">Whether the program may change the files later.</param>
    /// <returns>The artifact itself.</returns>
    /// <exception cref="WandbException">There is no such directory, it cannot be read, or a name is not allowed or taken.</exception>
    public Artifact AddDirectory(string path, string? name = null, FileUse use = FileUse.Copy)
    {
        var full = FullPathOf(path);
        if (!Directory.Exists(full))
            throw new WandbException($"The artifact {Name} cannot hold {path}: there is no such directory.");

        var prefix = string.IsNullOrEmpty(name) ? "" : name.TrimEnd('/') + '/';
        try
        {
            foreach (var file in FilesBelow(full))
                Add(new ArtifactContent.File(prefix + Path.GetRelativePath(full, file).Replace(Path.DirectorySeparatorChar, '/'), file, use == FileUse.Link));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WandbException($"The artifact {Name} cannot hold {path}: {failure.Message}", failure);
        }

        return this;
    }

    /// <summary>
    /// Adds something that stays where it is, such as an object in a bucket: the server keeps only where it is and what it was. No such place is
    /// looked at, but for a local file (<c>file://</c>), of which the MD5 is taken when the artifact is logged.
    /// </summary>
    /// <param name="uri">Where it is.</param>
    /// <param name="name">Its path in the artifact; <c>null</c>: the last part of the URI's path.</param>
    /// <param name="digest">
    /// What changes when the thing changes, such as its ETag or version: by it the server sees whether there is a new version. <c>null</c>: of a local
    /// file its MD5; of anything else the URI, so that only another URI is a change.
    /// </param>
    /// <param name="size">Its bytes; 0 if they are not known.</param>
    /// <returns>The artifact itself.</returns>
    /// <exception cref="WandbException">The URI is relative, a local file is not there, or the name is not allowed or taken.</exception>
    public Artifact AddReference(Uri uri, string? name = null, string? digest = null, long size = 0)
    {
        if (uri is not { IsAbsoluteUri: true })
            throw new WandbException($"The artifact {Name} cannot refer to \"{uri}\": a reference is a URI with a scheme, such as s3://bucket/key.");
        if (uri.IsFile && !File.Exists(uri.LocalPath))
            throw new WandbException($"The artifact {Name} cannot refer to {uri}: there is no such file.");

        var last = name ?? Uri.UnescapeDataString(uri.Segments.LastOrDefault("").TrimEnd('/'));
        if (name is null && last.Length == 0)
            throw new WandbException($"The artifact {Name} cannot refer to {uri} without a name: its path has no last part. Give the reference a name.");

        return Add(new ArtifactContent.Reference(last, uri, digest, size));
    }

    /// <summary>Adds a file with this content, which must not change until the artifact has been staged.</summary>
    /// <returns>The artifact itself.</returns>
    /// <exception cref="WandbException">The name is not allowed or taken.</exception>
    public Artifact AddBytes(string name, ReadOnlyMemory<byte> content) => Add(new ArtifactContent.Bytes(name, content));

    /// <summary>Adds a text file, in UTF-8.</summary>
    /// <returns>The artifact itself.</returns>
    /// <exception cref="WandbException">The name is not allowed or taken.</exception>
    public Artifact AddText(string name, string text) => AddBytes(name, Encoding.UTF8.GetBytes(text ?? ""));

    private Artifact Add(ArtifactContent content)
    {
        if (EntryName.FindProblem(content.Name ?? "") is { } problem)
            throw new WandbException($"A path in the artifact {Name} {problem}: \"{content.Name}\".");
        if (FindNested(content.Name!) is { } other)
            throw new WandbException($"The artifact {Name} holds {other} already, so it cannot hold {content.Name}: one path is a file and a directory.");
        if (!_contents.TryAdd(content.Name!, content) && _contents[content.Name!] != content)
            throw new WandbException($"The artifact {Name} holds {content.Name} already: remove it first, or add this under another name.");

        foreach (var directory in DirectoriesOf(content.Name!))
            _directories[directory] = content.Name!;
        return this;
    }

    // An entry that stands where this one has a directory, or one below this one; an entry that was removed does not count.
    private string? FindNested(string name)
    {
        if (DirectoriesOf(name).FirstOrDefault(_contents.ContainsKey) is { } file)
            return file;
        if (!_directories.TryGetValue(name, out var below))
            return null;

        return _contents.ContainsKey(below) ? below : _contents.Keys.FirstOrDefault(entry => entry.StartsWith(name + '/', StringComparison.Ordinal));
    }

    private static IEnumerable<string> DirectoriesOf(string name)
    {
        for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
            yield return name[..slash];
    }

    private string FullPathOf(string path) =>
        string.IsNullOrEmpty(path) ? throw new WandbException($"The artifact {Name} cannot hold a file without a path.") : Path.GetFullPath(path);

    private static IEnumerable<string> FilesBelow(string directory) => new FileSystemEnumerable<string>(
        directory, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };
}
