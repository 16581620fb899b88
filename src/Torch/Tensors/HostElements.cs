using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>A tensor's elements in host memory, one after the other, and what they become.</summary>
internal readonly ref struct HostElements(ReadOnlySpan<byte> bytes, ScalarType type)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Elements of this type in host memory: the type itself, or a wider one for what .NET has no numbers for.</summary>
    public static ScalarType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float16 or ScalarType.BFloat16 => ScalarType.Float32,
        ScalarType.Bool => ScalarType.Byte,
        _ => type,
    };

    /// <summary>Whether a tensor's memory holds its elements as they are wanted, so that it can be read where it lies.</summary>
    public static bool LieInOrder(Tensor tensor) => tensor.device_type == DeviceType.CPU
        && tensor.dtype is not (ScalarType.Float16 or ScalarType.BFloat16) && !tensor.is_sparse && tensor.is_contiguous() && !tensor.is_neg();

    /// <summary>A copy whose elements lie in order; the caller's scope owns it. One copy does it all: from the device, out of a graph, into the type wanted, strides and views resolved.</summary>
    public static Tensor CopyToHost(Tensor tensor, ScalarType type)
    {
        using var source = tensor.detach();
        using var dense = source.is_sparse ? source.to_dense() : null;
        return empty(tensor.shape, type, CPU).copy_(dense ?? source);
    }

    /// <summary>Elements of a tensor that lie in order. Valid while it is.</summary>
    public static HostElements In(Tensor tensor) => new(tensor.bytes, tensor.dtype);

    public Histogram ToHistogram(int bins) => type switch
    {
        ScalarType.Float32 => Histogram.Of(As<float>(), bins),
        ScalarType.Float64 => Histogram.Of(As<double>(), bins),
        ScalarType.Int8 => Histogram.Of(As<sbyte>(), bins),
        ScalarType.Int16 => Histogram.Of(As<short>(), bins),
        ScalarType.Int32 => Histogram.Of(As<int>(), bins),
        ScalarType.Int64 => Histogram.Of(As<long>(), bins),
        _ => Histogram.Of(_bytes, bins),
    };

    public HostStatistics ToStatistics() => type switch
    {
        ScalarType.Float32 => HostStatistics.Of(As<float>()),
        ScalarType.Float64 => HostStatistics.Of(As<double>()),
        ScalarType.Int8 => HostStatistics.Of(As<sbyte>()),
        ScalarType.Int16 => HostStatistics.Of(As<short>()),
        ScalarType.Int32 => HostStatistics.Of(As<int>()),
        ScalarType.Int64 => HostStatistics.Of(As<long>()),
        _ => HostStatistics.Of(_bytes),
    };

    private ReadOnlySpan<T> As<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes);
}
