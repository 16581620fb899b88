using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// Tensors as values, read at the call by W&amp;B's rules: one element is a number, up to 32 are a list in the tensor's shape, more are a
/// histogram. Never throws: what cannot be read is logged as a text that says so. The tensor is left as it is, and nothing is kept of it.
/// </summary>
internal static class TensorReading
{
    public static MetricValue Read(Tensor? tensor)
    {
        if (tensor is null)
            return default;

        try
        {
            if (tensor.IsInvalid)
                return Marker("disposed");
            if (tensor.is_meta)
                return Marker("no values on the meta device");

            return tensor.dtype switch
            {
                ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 => ReadFloats<float>(tensor, ScalarType.Float32),
                ScalarType.Float64 => ReadFloats<double>(tensor, ScalarType.Float64),
                ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 => ReadIntegers(tensor),
                ScalarType.Bool => ReadFlags(tensor),
                var type => Marker($"no number for {type}"),
            };
        }
        catch (Exception problem) // whatever libtorch says of this tensor, training goes on
        {
            return Marker(problem.Message.Split('\n')[0]);
        }
    }

    private static MetricValue ReadFloats<T>(Tensor tensor, ScalarType type) where T : unmanaged, INumberBase<T> =>
        tensor.NumberOfElements == 1 ? new MetricValue(StableAbi.ReadFloat64(tensor)) : ReadElements<T>(tensor, type);

    private static MetricValue ReadIntegers(Tensor tensor) =>
        tensor.NumberOfElements == 1 ? new MetricValue(StableAbi.ReadInt64(tensor)) : ReadElements<long>(tensor, ScalarType.Int64);

    private static MetricValue ReadFlags(Tensor tensor) => tensor.NumberOfElements switch
    {
        1 => new MetricValue(StableAbi.ReadInt64(tensor) != 0),
        <= NumberElements.MaxListed => ReadList<bool>(tensor, ScalarType.Bool),
        _ => ReadHistogram<byte>(tensor, ScalarType.Byte),
    };

    private static MetricValue ReadElements<T>(Tensor tensor, ScalarType type) where T : unmanaged, INumberBase<T> =>
        tensor.NumberOfElements <= NumberElements.MaxListed ? ReadList<T>(tensor, type) : ReadHistogram<T>(tensor, type);

    private static MetricValue ReadList<T>(Tensor tensor, ScalarType type) where T : unmanaged
    {
        if (tensor.NumberOfElements == 0)
            return MetricValue.Of(Array.Empty<T>()); // whatever its shape: [1000000, 0] is no million of lists

        using var copy = CopyToHost(tensor, type);
        var list = Array.CreateInstance(typeof(T), tensor.shape);
        copy.bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(list), list.Length * Unsafe.SizeOf<T>()));
        return MetricValue.Of(list);
    }

    private static MetricValue ReadHistogram<T>(Tensor tensor, ScalarType type) where T : unmanaged, INumberBase<T>
    {
        using var copy = CopyToHost(tensor, type);
        return new MetricValue(Histogram.Of<T>(MemoryMarshal.Cast<byte, T>(copy.bytes), NumberElements.MaxListed));
    }

    // One copy does it all: from the device, out of a graph, into the type wanted, strides and views resolved.
    internal static Tensor CopyToHost(Tensor tensor, ScalarType type)
    {
        using var source = tensor.detach();
        using var dense = source.is_sparse ? source.to_dense() : null;
        return empty(tensor.shape, type, CPU).copy_(dense ?? source);
    }

    private static MetricValue Marker(string reason) => new($"(tensor: {reason})");
}
