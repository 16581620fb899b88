using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace WandbActors.Persistence.Records;

/// <summary>
/// The entries of any dictionary, by name: keys that are no texts are written as the invariant culture writes them.
/// What implements neither <see cref="IDictionary"/> nor one of the generic dictionary interfaces is none.
/// </summary>
internal static class DictionaryEntries
{
    private static readonly ConcurrentDictionary<Type, Func<object, IEnumerable<KeyValuePair<string, object?>>>?> GenericReaders = new();

    private static readonly MethodInfo GenericReader =
        typeof(DictionaryEntries).GetMethod(nameof(ReadGeneric), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The entries, read while they are enumerated; <c>null</c> when the object is no dictionary.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Of(object value) => value switch
    {
        IDictionary dictionary => ReadPlain(dictionary),
        JsonElement { ValueKind: JsonValueKind.Object } json => json.EnumerateObject().Select(property => Entry(property.Name, property.Value)),
        _ => GenericReaders.GetOrAdd(value.GetType(), FindGenericReader)?.Invoke(value),
    };

    private static IEnumerable<KeyValuePair<string, object?>> ReadPlain(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return Entry(entry.Key, entry.Value);
    }

    private static IEnumerable<KeyValuePair<string, object?>> ReadGeneric<TKey, TValue>(object dictionary) =>
        ((IEnumerable<KeyValuePair<TKey, TValue>>)dictionary).Select(entry => Entry(entry.Key, entry.Value));

    private static Func<object, IEnumerable<KeyValuePair<string, object?>>>? FindGenericReader(Type type)
    {
        var dictionary = type.GetInterfaces().FirstOrDefault(IsDictionary);
        return dictionary is null
            ? null
            : GenericReader.MakeGenericMethod(dictionary.GetGenericArguments()).CreateDelegate<Func<object, IEnumerable<KeyValuePair<string, object?>>>>();
    }

    private static bool IsDictionary(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IDictionary<,>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static KeyValuePair<string, object?> Entry(object? key, object? value) =>
        new(key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? "", value);
}
