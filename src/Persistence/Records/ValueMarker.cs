using System.Runtime.CompilerServices;

namespace WandbActors.Persistence.Records;

/// <summary>The texts that stand where a value could not be read: in parentheses, so that people see that no one logged them.</summary>
internal static class ValueMarker
{
    // By identity: the same text, logged by a program, is no marker.
    private static readonly ConditionalWeakTable<string, object> Markers = [];

    public static MetricValue Cycle => Of("(cycle)");

    public static MetricValue Deferred => Of("(a deferred value cannot stand in a list or a setting)");

    public static MetricValue NoPlace(DataType value) => Of($"({value.TypeName}: has files, and stands only in a row or the summary of a run of its own process)");

    public static MetricValue NoTensor(string reason) => Of($"(tensor: {reason})");

    public static MetricValue TooDeep(int limit) => Of($"(nested deeper than {limit} levels)");

    public static MetricValue TooLarge(int limit) => Of($"(more than {limit} values)");

    public static MetricValue TooLargeSetting(long bytes, int limit) => Of($"(not kept: {bytes:N0} bytes, and a setting may have {limit:N0})");

    public static MetricValue TooLong(long length) => Of($"(not logged: {length:N0} characters are more than a row can hold)");

    /// <summary>The text of the marker that this value is, or that stands in it; <c>null</c> for any other value.</summary>
    public static string? In(MetricValue value) => value.Reference switch
    {
        string text when text.StartsWith('(') && Markers.TryGetValue(text, out _) => text,
        ReadyJson json => json.Marker,
        NestedValues values => values.Entries.ToArray().Select(entry => In(entry.Value)).FirstOrDefault(marker => marker is not null),
        _ => null,
    };

    public static MetricValue Unreadable(Exception problem) => Of($"(unreadable: {Describe(problem)})");

    private static MetricValue Of(string text)
    {
        var marker = new string(text.AsSpan()); // not the literal, which is everybody's
        Markers.Add(marker, Markers);
        return new MetricValue(marker);
    }

    // Message is virtual: the exception of a broken type may throw once more.
    private static string Describe(Exception problem)
    {
        try
        {
            return $"{problem.GetType().Name}: {problem.Message}";
        }
        catch (Exception)
        {
            return problem.GetType().Name;
        }
    }
}
