using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace WandbActors.Persistence.Records;

/// <summary>
/// The public readable properties of a type that is made to hold values: a record, an anonymous type, a plain class. Found once per type;
/// names are the same string at every call. <see cref="JsonPropertyNameAttribute"/> and <see cref="JsonIgnoreAttribute"/> are obeyed.
/// A type of the framework, one that is formattable and one that owns a resource have none: their text is their value.
/// </summary>
internal sealed class ReadableProperties
{
    private static readonly ConcurrentDictionary<Type, ReadableProperties> Cache = new();

    private readonly Entry[] _entries;

    private ReadableProperties(Entry[] entries) => _entries = entries;

    public int Count => _entries.Length;

    public static ReadableProperties Of(Type type) => Cache.GetOrAdd(type, Find);

    /// <summary>Reads the properties one after the other. One that throws yields a marker text and the others are still read.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Read(object owner)
    {
        foreach (var entry in _entries)
        {
            var value = ReadOne(entry.Property, owner);
            if (!entry.IsLeftOut(value))
                yield return new(entry.Name, value);
        }
    }

    private static object? ReadOne(PropertyInfo property, object owner)
    {
        try
        {
            return property.GetValue(owner, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        }
        catch (Exception problem)
        {
            return ValueMarker.Unreadable(problem);
        }
    }

    private static ReadableProperties Find(Type type)
    {
        if (!HoldsValues(type))
            return new ReadableProperties([]);

        var entries = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(IsReadable)
            .Select(property => new Entry(property))
            .Where(entry => !entry.IsAlwaysLeftOut)
            .DistinctBy(entry => entry.Name); // a property that hides another comes first
        return new ReadableProperties([.. entries]);
    }

    private static bool HoldsValues(Type type)
    {
        var isOfFramework = type.Namespace is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));
        return !isOfFramework && !typeof(IFormattable).IsAssignableFrom(type) && !typeof(IDisposable).IsAssignableFrom(type);
    }

    private static bool IsReadable(PropertyInfo property) => property.GetMethod is { IsPublic: true }
        && property.GetIndexParameters().Length == 0
        && property.PropertyType is { IsByRef: false, IsByRefLike: false, IsPointer: false, IsFunctionPointer: false };

    private sealed class Entry(PropertyInfo property)
    {
        private readonly JsonIgnoreCondition _ignored =
            property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition ?? JsonIgnoreCondition.Never;

        public PropertyInfo Property { get; } = property;

        public string Name { get; } = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;

        public bool IsAlwaysLeftOut => _ignored is JsonIgnoreCondition.Always or JsonIgnoreCondition.WhenWriting;

        public bool IsLeftOut(object? value) => _ignored switch
        {
            JsonIgnoreCondition.WhenWritingNull => value is null,
            JsonIgnoreCondition.WhenWritingDefault => value is null || (value is ValueType && value.Equals(Activator.CreateInstance(value.GetType()))),
            _ => false,
        };
    }
}
