using System.Collections;
using System.Runtime.CompilerServices;

namespace WandbActors.Persistence.Records;

/// <summary>The entries of an array or other collection of pairs with a name first: <c>(string, T)[]</c> with any <c>T</c>.</summary>
internal static class NamedPairs
{
    /// <summary>The entries, read while they are enumerated; <c>null</c> when the object is no collection of such pairs.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Of(object value) =>
        value is IEnumerable pairs && Array.Exists(value.GetType().GetInterfaces(), ArePairs) ? Read(pairs) : null;

    private static bool ArePairs(Type type) => type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && type.GetGenericArguments()[0] is { IsGenericType: true } pair
        && pair.GetGenericTypeDefinition() == typeof(ValueTuple<,>)
        && (pair.GetGenericArguments()[0] == typeof(string) || pair.GetGenericArguments()[0] == typeof(Metric));

    private static IEnumerable<KeyValuePair<string, object?>> Read(IEnumerable pairs)
    {
        foreach (ITuple pair in pairs)
            yield return new KeyValuePair<string, object?>(pair[0] is Metric metric ? metric.Name : pair[0] as string ?? "", pair[1]);
    }
}
