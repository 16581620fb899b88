using System.Collections.Immutable;
using System.IO.Enumeration;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Uploading;

/// <summary>Which of a run's files are to be sent, and when, as the log's <c>files</c> records say. Owned by the log's tail.</summary>
internal sealed class RunFiles(string directory)
{
    private readonly HashSet<string> _atEnd = [];

    /// <summary>Notes the files named, and gives those that are to be sent at once. Globs are expanded.</summary>
    public ImmutableArray<RunFile> TakeNow(IReadOnlyList<FilesItem> items)
    {
        var own = items.Where(item => IsInside(item.Path)).ToList();
        foreach (var item in own)
        {
            // LIVE files change while the run goes on: what they hold at the end is sent too.
            if (item.Policy is FilesItem.Types.PolicyType.End or FilesItem.Types.PolicyType.Live)
                _atEnd.Add(item.Path);
        }

        return
        [
            .. Expand(own.Where(item => item.Policy == FilesItem.Types.PolicyType.Now).Select(item => item.Path)),
            .. Expand(own.Where(item => item.Policy == FilesItem.Types.PolicyType.Live).Select(item => item.Path)).Select(file => file with { IsLive = true }),
        ];
    }

    /// <summary>The files that are to be sent when the run has ended.</summary>
    public IEnumerable<RunFile> AtEnd() => Expand(_atEnd);

    /// <summary>
    /// Removes a link where a file of the run's own is to be written: an official client's run may have linked a file of the user's by that name,
    /// which would be written into.
    /// </summary>
    public static void Unlink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            File.Delete(path);
    }

    // A log from elsewhere must not make us send what lies outside the run's own files.
    private static bool IsInside(string path) =>
        !Path.IsPathRooted(path) && !path.Split('/', Path.DirectorySeparatorChar).Contains("..");

    private IEnumerable<RunFile> Expand(IEnumerable<string> paths) =>
        paths.SelectMany(path => path.AsSpan().IndexOfAny('*', '?') < 0 ? [path] : Matching(path)).Distinct().Select(path => new RunFile(path));

    private IEnumerable<string> Matching(string glob)
    {
        if (!Directory.Exists(directory))
            return [];

        var pattern = glob.Split('/');
        return Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => Matches(path.Split('/'), pattern));
    }

    private static bool Matches(string[] path, string[] pattern) =>
        path.Length == pattern.Length
        && path.Zip(pattern, (name, expression) => FileSystemName.MatchesSimpleExpression(expression, name, ignoreCase: false)).All(matches => matches);
}
