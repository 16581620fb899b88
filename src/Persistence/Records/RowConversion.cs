using System.Collections;

namespace WandbActors.Persistence.Records;

/// <summary>
/// A whole object as the values of one row: a record, an anonymous object, a plain class (by its public properties) or a dictionary.
/// Never throws; what has no names is refused with a problem that says what to log instead.
/// </summary>
internal static class RowConversion
{
    public static bool TryRead(object? row, out (string Name, MetricValue Value)[] values, out string problem)
    {
        values = [];
        try
        {
            if (FindEntries(row, out problem) is not { } entries)
                return false;

            values = [.. entries.Select(entry => (entry.Key, ObjectConversion.Convert(entry.Value)))];
            return true;
        }
        catch (Exception failure)
        {
            problem = $"a {TypeName(row)} could not be read as a row: {failure.GetType().Name}: {failure.Message}";
            return false;
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>>? FindEntries(object? row, out string problem)
    {
        problem = "";
        if (row is null)
        {
            problem = "there is no row to log: it is null";
            return null;
        }

        if (DictionaryEntries.Of(row) is { } entries)
            return entries;
        if (NamedPairs.Of(row) is { } pairs)
            return pairs;

        var isValue = ScalarConversion.Convert(row) is not null || ObjectConversion.ConvertRegistered(row, mayBeDeferred: true) is not null;
        if (!isValue && row is not IEnumerable && ReadableProperties.Of(row.GetType()) is { Count: > 0 } properties)
            return properties.Read(row);

        problem = $"a {TypeName(row)} has no names for its values: log it as (\"name\", value), or log an object with public properties or a dictionary";
        return null;
    }

    private static string TypeName(object? row) => row?.GetType().Name ?? "null";
}
