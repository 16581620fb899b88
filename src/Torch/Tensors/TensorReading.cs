using System.Buffers;
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
    private const int MaxListElements = 32;

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
            if (NumberKind(tensor.dtype) is not { } kind)
                return Marker($"no number for {tensor.dtype}");

            return tensor.NumberOfElements switch
            {
                0 => new MetricValue(new ReadyJson("[]"u8.ToArray())),
                1 => ReadNumber(tensor, kind),
                <= MaxListElements => ReadList(tensor, kind),
                _ => ReadMany(tensor),
            };
        }
        catch (Exception exception) // whatever libtorch says of this tensor, training goes on
        {
            return Marker(exception.Message.Split('\n')[0]);
        }
    }

    private static MetricValue ReadNumber(Tensor tensor, MetricValueKind kind) => kind switch
    {
        MetricValueKind.Float64 => new MetricValue(StableAbi.ReadFloat64(tensor)),
        MetricValueKind.Int64 => new MetricValue(StableAbi.ReadInt64(tensor)),
        _ => new MetricValue(StableAbi.ReadInt64(tensor) != 0),
    };

    private static MetricValue ReadList(Tensor tensor, MetricValueKind kind)
    {
        var bits = Elements<long>(tensor, kind == MetricValueKind.Float64 ? ScalarType.Float64 : ScalarType.Int64);
        var json = new ArrayBufferWriter<byte>();
        WriteList(bits, tensor.shape, kind, json);
        return new MetricValue(new ReadyJson(json.WrittenMemory));
    }

    // The list's rule makes a histogram of it, away from the training thread.
    private static MetricValue ReadMany(Tensor tensor) => tensor.dtype is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16
        ? MetricValue.Of(Elements<float>(tensor, ScalarType.Float32))
        : MetricValue.Of(Elements<double>(tensor, ScalarType.Float64));

    private static void WriteList(ReadOnlySpan<long> bits, ReadOnlySpan<long> shape, MetricValueKind kind, ArrayBufferWriter<byte> json)
    {
        var stride = bits.Length / (int)shape[0];
        for (var start = 0; start < bits.Length; start += stride)
        {
            json.Write(start == 0 ? "["u8 : ","u8);
            if (shape.Length > 1)
                WriteList(bits.Slice(start, stride), shape[1..], kind, json);
            else
                json.Advance(ValueJson.FormatNumber(kind, bits[start], json.GetSpan(ValueJson.MaxNumberBytes)));
        }

        json.Write("]"u8);
    }

    // One copy does it all: from the device, out of a graph, into the type wanted, strides and views resolved.
    private static T[] Elements<T>(Tensor tensor, ScalarType type) where T : unmanaged
    {
        using var source = tensor.detach();
        using var dense = source.is_sparse ? source.to_dense() : null;
        using var copy = empty(tensor.shape, type, CPU);
        copy.copy_(dense ?? source);
        return MemoryMarshal.Cast<byte, T>(copy.bytes).ToArray();
    }

    // As the kinds of MetricValue are read; none for complex and quantised numbers.
    private static MetricValueKind? NumberKind(ScalarType type) => type switch
    {
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 => MetricValueKind.Float64,
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 => MetricValueKind.Int64,
        ScalarType.Bool => MetricValueKind.Bool,
        _ => null,
    };

    private static MetricValue Marker(string reason) => new($"(tensor: {reason})");
}
