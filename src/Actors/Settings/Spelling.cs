namespace WandbActors.Actors.Settings;

/// <summary>Finds what somebody meant who has mistyped a name.</summary>
internal static class Spelling
{
    /// <summary>The candidate that takes the fewest changes of a letter, if those are few for a word of this length; else <c>null</c>.</summary>
    public static string? Nearest(string given, IEnumerable<string> candidates)
    {
        var nearest = candidates.Select(candidate => (Name: candidate, Changes: Changes(given, candidate))).DefaultIfEmpty((Name: "", Changes: int.MaxValue)).MinBy(candidate => candidate.Changes);
        return nearest.Changes <= 1 + (given.Length / 6) ? nearest.Name : null;
    }

    /// <summary>The name as it was given, with the one that may have been meant behind it.</summary>
    public static string WithNearest(string given, IEnumerable<string> candidates) =>
        Nearest(given, candidates) is { } meant ? $"{given} (did you mean {meant}?)" : given;

    // Levenshtein's distance, a row at a time.
    private static int Changes(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
