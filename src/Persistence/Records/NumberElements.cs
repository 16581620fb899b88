using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Arrays, lists, memories and sequences of numbers or flags, as W&amp;B takes its tensors: one number is that number, up to
/// <see cref="MaxListed"/> are a list (of lists, for more dimensions), more are a histogram.
/// </summary>
internal abstract class NumberElements
{
    /// <summary>Part of W&amp;B's rules: a tensor of more elements is a histogram, of as many bins.</summary>
    public const int MaxListed = 32;

    /// <summary>A sequence that is made while it is read may never end: after so many elements it becomes a marker.</summary>
    public const int MaxGenerated = 1_000_000;

    private static readonly ConcurrentDictionary<Type, NumberElements?> Readers = new();

    private static readonly Dictionary<Type, NumberElements> ByElement = new()
    {
        [typeof(double)] = Of<double>(),
        [typeof(float)] = Of<float>(),
        [typeof(Half)] = Of<Half>(),
        [typeof(decimal)] = Of<decimal>(),
        [typeof(sbyte)] = Of<sbyte>(),
        [typeof(byte)] = Of<byte>(),
        [typeof(short)] = Of<short>(),
        [typeof(ushort)] = Of<ushort>(),
        [typeof(int)] = Of<int>(),
        [typeof(uint)] = Of<uint>(),
        [typeof(long)] = Of<long>(),
        [typeof(ulong)] = Of<ulong>(),
        [typeof(nint)] = Of<nint>(),
        [typeof(nuint)] = Of<nuint>(),
        [typeof(Int128)] = Of<Int128>(),
        [typeof(UInt128)] = Of<UInt128>(),
        [typeof(bool)] = new NumberElements<bool>(static flags => Histogram.Of(MemoryMarshal.Cast<bool, byte>(flags), MaxListed)),
    };

    /// <summary>The reader for a type of collection; <c>null</c> when its elements are not numbers.</summary>
    public static NumberElements? Of(Type collection) => Readers.GetOrAdd(collection, Find);

    public abstract MetricValue Read(object collection, NumberForm form);

    private static NumberElements? Find(Type collection)
    {
        if (collection.IsArray)
            return ByElement.GetValueOrDefault(collection.GetElementType()!);
        if (collection.IsGenericType && IsMemory(collection.GetGenericTypeDefinition()))
            return ByElement.GetValueOrDefault(collection.GetGenericArguments()[0]);

        var sequence = collection.GetInterfaces().FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return sequence is null ? null : ByElement.GetValueOrDefault(sequence.GetGenericArguments()[0]);
    }

    private static bool IsMemory(Type type) => type == typeof(Memory<>) || type == typeof(ReadOnlyMemory<>);

    private static NumberElements Of<T>() where T : unmanaged, INumberBase<T> =>
        new NumberElements<T>(static numbers => Histogram.Of(numbers, MaxListed));
}
