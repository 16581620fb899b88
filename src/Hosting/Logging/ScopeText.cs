using System.Collections;
using System.Globalization;

namespace WandbActors.Hosting.Logging;

/// <summary>A scope as a line shows it: what it says of itself, and of a dictionary, which says nothing, what is in it: <c>epoch: 3, shard: 12</c>.</summary>
internal static class ScopeText
{
    public static string Of(object? scope) => scope switch
    {
        IEnumerable<KeyValuePair<string, object?>> entries when !HasWords(scope) => Join(entries.Select(entry => (entry.Key, entry.Value))),
        IDictionary entries when !HasWords(scope) => Join(entries.Keys.Cast<object>().Select(key => (key, entries[key]))),
        _ => Convert.ToString(scope, CultureInfo.InvariantCulture) ?? "",
    };

    // What is made by BeginScope("epoch {Epoch}", 3) is a list of entries, too, and has a text.
    private static bool HasWords(object scope) => scope.ToString() != scope.GetType().ToString();

    private static string Join<T>(IEnumerable<(T Name, object? Value)> entries) =>
        string.Join(", ", entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name}: {entry.Value}")));
}
