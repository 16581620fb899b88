using System.IO.Enumeration;

namespace WandbActors.Persistence.Files;

/// <summary>
/// Which files a pattern names: <c>*</c> and <c>?</c> stand for characters of one name, <c>**</c> for any directories. A plain path names its
/// file, or all files below its directory. Links to directories are not followed, and a name that begins with a dot must be asked for.
/// </summary>
internal static class SaveGlob
{
    private const string AnyDirectories = "**";

    /// <summary>The files, with their paths below the base.</summary>
    /// <param name="glob">The pattern; relative to the working directory.</param>
    /// <param name="basePath">What names are relative to; <c>null</c>: of a relative pattern the working directory, of an absolute one the last directory without a wildcard.</param>
    /// <param name="problem">What is wrong with the pattern; empty if it only matches nothing.</param>
    public static IReadOnlyList<SavedFile> Find(string glob, string? basePath, out string problem)
    {
        var pattern = Path.GetFullPath(glob);
        var start = StartOf(pattern);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(basePath ?? (Path.IsPathRooted(glob) ? start : Directory.GetCurrentDirectory())));
        problem = IsBelow(pattern, root) ? "" : $"{pattern} is not below {root}";
        if (problem.Length > 0)
            return [];
        if (File.Exists(pattern))
            return [new SavedFile(pattern, NameOf(pattern, root))];

        // A directory stands for everything in it.
        var parts = Directory.Exists(pattern) ? [AnyDirectories, "*"] : Path.GetRelativePath(start, pattern).Split(Path.DirectorySeparatorChar);
        return Directory.Exists(start) || Directory.Exists(pattern)
            ? [.. FilesBelow(Directory.Exists(pattern) ? pattern : start, parts).Order(StringComparer.Ordinal).Select(path => new SavedFile(path, NameOf(path, root)))]
            : [];
    }

    private static bool IsBelow(string path, string root) => path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string NameOf(string path, string root) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static bool HasWildcard(string part) => part.AsSpan().ContainsAny('*', '?');

    private static string StartOf(string pattern)
    {
        var start = pattern;
        do
            start = Path.GetDirectoryName(start)!;
        while (HasWildcard(start));
        return start;
    }

    private static FileSystemEnumerable<string> FilesBelow(string directory, string[] pattern) => new(
        directory, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            !entry.IsDirectory && Matches(Path.GetRelativePath(directory, entry.ToFullPath()).Split(Path.DirectorySeparatorChar), pattern),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    private static bool Matches(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty || path.IsEmpty)
            return pattern.IsEmpty && path.IsEmpty;
        if (pattern[0] == AnyDirectories)
            return Matches(path, pattern[1..]) || (IsAskedFor(path[0], pattern[0]) && Matches(path[1..], pattern));

        return IsAskedFor(path[0], pattern[0])
            && FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: OperatingSystem.IsWindows())
            && Matches(path[1..], pattern[1..]);
    }

    private static bool IsAskedFor(string name, string part) => name[0] != '.' || part[0] == '.';
}
