using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>Elements in the process's memory as values, by the rules of a tensor in host memory: integers and flags stay what they are.</summary>
internal static unsafe class ElementReading
{
    private const int BitsDroppedByBFloat16 = 16; // of a float's lower ones

    public static MetricValue NumberAt(nint address, ScalarType type) => type switch
    {
        ScalarType.Float16 => (MetricValue)(*(Half*)address),
        ScalarType.BFloat16 => (MetricValue)OfBFloat16(*(ushort*)address),
        ScalarType.Float32 => (MetricValue)(*(float*)address),
        ScalarType.Float64 => (MetricValue)(*(double*)address),
        ScalarType.Byte => (MetricValue)(*(byte*)address),
        ScalarType.Int8 => (MetricValue)(*(sbyte*)address),
        ScalarType.Int16 => (MetricValue)(*(short*)address),
        ScalarType.Int32 => (MetricValue)(*(int*)address),
        ScalarType.Int64 => (MetricValue)(*(long*)address),
        ScalarType.Bool => (MetricValue)(*(byte*)address != 0),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This type has no numbers."),
    };

    /// <summary>A list of lists, as deep as the shape.</summary>
    public static MetricValue List(ReadOnlySpan<byte> elements, ScalarType type, long[] shape) => type switch
    {
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 => List<float>(Floats(elements, type), shape),
        ScalarType.Float64 => List(MemoryMarshal.Cast<byte, double>(elements), shape),
        ScalarType.Bool => List(MemoryMarshal.Cast<byte, bool>(elements), shape),
        _ => List<long>(Integers(elements, type), shape),
    };

    /// <summary>How often the elements fall into bins; flags count as 0 and 1.</summary>
    public static Histogram Count(ReadOnlySpan<byte> elements, ScalarType type, int bins) => type is ScalarType.Float16 or ScalarType.BFloat16
        ? Histogram.Of<float>(Floats(elements, type), bins)
        : new HostElements(elements, type).ToHistogram(bins);

    private static MetricValue List<T>(ReadOnlySpan<T> elements, long[] shape) where T : unmanaged
    {
        var list = Array.CreateInstance(typeof(T), shape);
        elements.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(list)), list.Length));
        return MetricValue.Of(list);
    }

    private static float[] Floats(ReadOnlySpan<byte> elements, ScalarType type) => type switch
    {
        ScalarType.Float32 => MemoryMarshal.Cast<byte, float>(elements).ToArray(),
        ScalarType.Float16 => Widened<Half, float>(elements),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(elements).ToArray(), OfBFloat16),
    };

    private static long[] Integers(ReadOnlySpan<byte> elements, ScalarType type) => type switch
    {
        ScalarType.Byte => Widened<byte, long>(elements),
        ScalarType.Int8 => Widened<sbyte, long>(elements),
        ScalarType.Int16 => Widened<short, long>(elements),
        ScalarType.Int32 => Widened<int, long>(elements),
        _ => MemoryMarshal.Cast<byte, long>(elements).ToArray(),
    };

    private static TTo[] Widened<TFrom, TTo>(ReadOnlySpan<byte> elements) where TFrom : unmanaged, INumberBase<TFrom> where TTo : INumberBase<TTo>
    {
        var narrow = MemoryMarshal.Cast<byte, TFrom>(elements);
        var wide = new TTo[narrow.Length];
        for (var index = 0; index < wide.Length; index++)
            wide[index] = TTo.CreateTruncating(narrow[index]);
        return wide;
    }

    private static float OfBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << BitsDroppedByBFloat16);
}
