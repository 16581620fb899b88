namespace WandbActors.Cli.Finding;

/// <summary>What somebody may have meant who wrote an id that is none.</summary>
internal static class SimilarIds
{
    private const int MaxShown = 3;
    private const int MaxEdits = 2; // more, and ids of eight letters all look alike

    /// <summary>A sentence that names some, with a space before it; empty when none is like it.</summary>
    public static string Hint(string word, IEnumerable<string> ids)
    {
        var similar = ids.Distinct().Select(id => (Id: id, Distance: DistanceOf(word, id))).Where(found => found.Distance <= MaxEdits)
            .OrderBy(found => found.Distance).ThenBy(found => found.Id, StringComparer.Ordinal).Take(MaxShown).Select(found => found.Id).ToArray();
        return similar.Length > 0 ? $" Did you mean {string.Join(" or ", similar)}?" : " `wandb-actors ls` lists those that there are.";
    }

    private static int DistanceOf(string word, string id) => id.Contains(word, StringComparison.OrdinalIgnoreCase) ? 0 : EditsBetween(word, id);

    // Levenshtein's distance: a row of it at a time.
    private static int EditsBetween(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
