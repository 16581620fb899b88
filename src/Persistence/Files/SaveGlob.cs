namespace WandbActors.Persistence.Files;

/// <summary>
/// Which files a pattern names: <c>*</c> and <c>?</c> stand for characters of one name, <c>**</c> for any directories. A plain path names its
/// file, or all files below its directory. Links to directories are not followed, and a name that begins with a dot must be asked for.
/// </summary>
internal static class SaveGlob
{
    /// <summary>The files, with their paths below the base.</summary>
    /// <param name="glob">The pattern; relative to the working directory.</param>
    /// <param name="basePath">What names are relative to; <c>null</c>: of a relative pattern the working directory, of an absolute one the directory above the last one.</param>
    /// <param name="problem">What is wrong with the pattern; empty if it only matches nothing.</param>
    /// <param name="unread">Why files may be missing that could not be looked at; empty if everything was.</param>
    public static IReadOnlyList<SavedFile> Find(string glob, string? basePath, out string problem, out string unread)
    {
        (problem, unread) = ("", "");
        if (glob.Contains('\0') || basePath?.Contains('\0') == true)
        {
            problem = "no path holds the character 0";
            return [];
        }

        try
        {
            return Look(glob, basePath, ref problem, ref unread);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The working directory has been removed, for one.
            unread = failure.Message;
            return [];
        }
    }

    private static IReadOnlyList<SavedFile> Look(string glob, string? basePath, ref string problem, ref string unread)
    {
        var pattern = Path.GetFullPath(glob);
        var start = StartOf(pattern);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(string.IsNullOrEmpty(basePath) ? BaseOf(glob, pattern) : basePath));
        problem = IsBelow(pattern, root) ? "" : $"{pattern} is not below {root}";
        if (problem.Length > 0)
            return [];
        if (File.Exists(pattern))
            return [new SavedFile(pattern, NameOf(pattern, root))];

        // A directory stands for everything in it.
        var isDirectory = Directory.Exists(pattern);
        if (!isDirectory && (!HasWildcard(pattern) || !Directory.Exists(start)))
            return [];

        var walk = new GlobWalk(isDirectory ? ["**"] : Path.GetRelativePath(start, pattern).Split(Path.DirectorySeparatorChar));
        var paths = walk.Below(isDirectory ? Path.TrimEndingDirectorySeparator(pattern) : start);
        unread = walk.Unread;
        return [.. paths.Select(path => new SavedFile(path, NameOf(path, root)))];
    }

    private static bool IsBelow(string path, string root) =>
        path.Length > root.Length && path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string NameOf(string path, string root) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static bool HasWildcard(string path) => path.AsSpan().ContainsAny('*', '?');

    // As in the official client: the names of an absolute pattern keep one directory.
    private static string BaseOf(string glob, string pattern) => Path.IsPathRooted(glob)
        ? StartOf(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(pattern)) ?? pattern)
        : Directory.GetCurrentDirectory();

    private static string StartOf(string pattern)
    {
        var start = pattern;
        do
            start = Path.GetDirectoryName(start) ?? Path.GetPathRoot(pattern)!;
        while (HasWildcard(start));
        return start;
    }
}
