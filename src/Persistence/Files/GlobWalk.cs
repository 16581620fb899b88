using System.IO.Enumeration;

namespace WandbActors.Persistence.Files;

/// <summary>
/// Looks for the files that a pattern names, in the directories where it can have any and in no other. Links to directories are not followed.
/// What cannot be read is left out and noted: files come and go while they are looked at. One use, one thread.
/// </summary>
/// <param name="parts">The pattern between its slashes, below the directory where the walk begins.</param>
internal sealed class GlobWalk(string[] parts)
{
    private const string AnyDirectories = "**";

    private static readonly EnumerationOptions OneDirectory = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    // A pattern that ends with any directories means what is in them.
    private readonly string[] _parts = parts is [.., AnyDirectories] ? [.. parts, "*"] : parts;
    private readonly Stack<(string Path, int[] Places)> _open = new();
    private readonly List<string> _files = [];

    /// <summary>Why something could not be read, the first time; empty if everything was.</summary>
    public string Unread { get; private set; } = "";

    /// <summary>How many directories were looked into.</summary>
    public int Looked { get; private set; }

    /// <summary>The files, in the order of their paths.</summary>
    public IReadOnlyList<string> Below(string directory)
    {
        _open.Push((directory, [.. Onward([0])]));
        while (_open.TryPop(out var next))
            Look(next.Path, next.Places);
        return [.. _files.Order(StringComparer.Ordinal)];
    }

    /// <param name="directory">Where to look.</param>
    /// <param name="places">Which parts of the pattern the names in it may be; several behind <c>**</c>.</param>
    private void Look(string directory, int[] places)
    {
        Looked++;
        try
        {
            var entries = new FileSystemEnumerable<(string Path, int[] Onward)>(
                directory, (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.IsDirectory ? PlacesIn(entry.FileName.ToString(), places) : []), OneDirectory)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => IsNamed(ref entry, places),
            };
            foreach (var (path, onward) in entries)
            {
                if (onward.Length == 0)
                    _files.Add(path);
                else
                    _open.Push((path, onward));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (Unread.Length == 0)
                Unread = failure.Message;
        }
    }

    private bool IsNamed(ref FileSystemEntry entry, int[] places)
    {
        var name = entry.FileName.ToString();
        if (entry.IsDirectory)
            return PlacesIn(name, places).Length > 0 && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

        return places.Any(place => place == _parts.Length - 1 && Matches(name, _parts[place]));
    }

    // Which parts the names in a directory of this name may be; none when nothing in it can be meant.
    private int[] PlacesIn(string directory, int[] places) =>
    [
        .. Onward(places.Where(place => Matches(directory, _parts[place])).Select(place => _parts[place] == AnyDirectories ? place : place + 1))
            .Where(place => place < _parts.Length)
            .Distinct(),
    ];

    // Any directories may be none.
    private IEnumerable<int> Onward(IEnumerable<int> places)
    {
        foreach (var place in places)
        {
            var onward = place;
            yield return onward;
            while (onward < _parts.Length && _parts[onward] == AnyDirectories)
                yield return ++onward;
        }
    }

    private static bool Matches(string name, string part) =>
        (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: OperatingSystem.IsWindows());
}
