using WandbActors.Actors.Settings;

namespace WandbActors.Cli.Finding;

/// <summary>What somebody may have meant who wrote an id, or another name, that is none.</summary>
internal static class SimilarIds
{
    private const int MaxShown = 3;

    /// <summary>A sentence that names some, with a space before it.</summary>
    public static string Hint(string word, IEnumerable<string> ids)
    {
        var known = ids.Distinct().ToList();
        var similar = known.Where(id => id.Contains(word, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(MaxShown).ToList();
        if (similar.Count == 0 && Spelling.Nearest(word, known) is { } nearest)
            similar.Add(nearest);
        return similar.Count > 0 ? $" Did you mean {string.Join(" or ", similar)}?" : "";
    }
}
