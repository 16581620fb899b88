using System.Globalization;

namespace WandbActors.TestKit;

/// <summary>What is missing, what is there several times and what nobody expects, in words.</summary>
internal static class RowDifference
{
    private const int MaxNamed = 10;

    /// <summary><c>null</c> when each expected one is there as often as it is expected, in whatever order.</summary>
    public static string? Of<T>(IEnumerable<T> expected, IEnumerable<T> actual, Func<T, string> name) where T : notnull
    {
        var counts = new Dictionary<T, int>();
        foreach (var one in expected)
            counts[one] = counts.GetValueOrDefault(one) + 1;
        var wanted = counts.Keys.ToHashSet();
        foreach (var one in actual)
            counts[one] = counts.GetValueOrDefault(one) - 1;

        List<string?> parts =
        [
            Named("missing", counts.Where(one => one.Value > 0).Select(one => name(one.Key))),
            Named("there too often", counts.Where(one => one.Value < 0 && wanted.Contains(one.Key)).Select(one => $"{name(one.Key)} ({1 - one.Value} times)")),
            Named("not expected", counts.Where(one => one.Value < 0 && !wanted.Contains(one.Key)).Select(one => name(one.Key))),
        ];
        parts.RemoveAll(part => part is null);
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string? Named(string what, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count == 0)
            return null;

        var rest = all.Count > MaxNamed ? $" and {all.Count - MaxNamed} more" : "";
        return $"{what}: {string.Join(", ", all.Take(MaxNamed))}{rest}";
    }
}
