using WandbActors.Actors.Settings;

namespace WandbActors.Actors.Tests.Settings;

/// <summary>hocon/wandb.hocon as people read it: sections and keys, each with the comment above it.</summary>
internal static class SettingsFile
{
    /// <summary>A section or a key; a section has no value.</summary>
    public sealed record Entry(string Path, string? Value, IReadOnlyList<string> Explanation);

    /// <summary>All of it, in the file's order.</summary>
    public static IReadOnlyList<Entry> Entries { get; } = [.. Read()];

    /// <summary>The keys that we read; those of dispatchers are Akka's.</summary>
    public static IEnumerable<Entry> Keys => Entries.Where(entry => entry.Value is not null && !entry.Path.Contains("-dispatcher.", StringComparison.Ordinal));

    private static IEnumerable<Entry> Read()
    {
        using var file = new StreamReader(typeof(WandbSettings).Assembly.GetManifestResourceStream("wandb.hocon")!);
        var (path, comment) = (new Stack<string>(), new List<string>());
        while (file.ReadLine()?.Trim() is { } line)
        {
            // A comment explains the lines under it, up to the next empty one.
            if (line.Length == 0)
                comment.Clear();
            else if (line.StartsWith('#'))
                comment.Add(line is "#" ? "" : line[2..]);
            else if (line == "}")
                path.Pop();
            else if (line.EndsWith('{'))
                yield return Push(line[..^1].Trim());
            else
                yield return new Entry(Join(line[..line.IndexOf('=')].Trim()), line[(line.IndexOf('=') + 1)..].Trim(), [.. comment]);
        }

        Entry Push(string name)
        {
            path.Push(name);
            var section = new Entry(Join(), null, [.. comment]);
            comment.Clear();
            return section;
        }

        string Join(params string[] last) => string.Join('.', [.. path.Reverse(), .. last]);
    }
}
