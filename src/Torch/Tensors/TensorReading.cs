using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// Tensors as values, read at the call by W&amp;B's rules: one element is a number, up to 32 are a list in the tensor's shape, more are a
/// histogram. A device's tensor is waited for. Never throws: what cannot be read is logged as a text that says so. The tensor is left as it is,
/// and nothing is kept of it.
/// </summary>
internal static class TensorReading
{
    public static MetricValue Read(Tensor? tensor, TensorForm form = default)
    {
        if (tensor is null)
            return default;

        try
        {
            return ProblemOf(tensor) is { } problem ? Marker(problem) : ReadElements(tensor, form, tensor.NumberOfElements);
        }
        catch (Exception problem) // whatever libtorch says of this tensor, training goes on
        {
            return Unreadable(problem);
        }
    }

    /// <summary>Why a tensor has no values; <c>null</c> if it has.</summary>
    public static string? ProblemOf(Tensor tensor) => ProblemOf(tensor, out _);

    /// <summary>Why a tensor has no values, <c>null</c> if it has; and whether they are in host memory, as far as that is known.</summary>
    public static string? ProblemOf(Tensor tensor, out bool isOnHost)
    {
        isOnHost = false;
        if (tensor.IsInvalid)
            return "disposed";

        var device = DeviceOf(tensor);
        if (device == DeviceType.META)
            return "no values on the meta device";

        isOnHost = device == DeviceType.CPU;
        return ElementTypes.Has(tensor.dtype) ? null : $"no number for {tensor.dtype}";
    }

    public static MetricValue Marker(string reason) => ValueMarker.NoTensor(reason);

    public static MetricValue Unreadable(Exception problem) => Marker(problem.Message.Split('\n')[0]);

    /// <summary>The value of a tensor that has values, and so many.</summary>
    public static MetricValue ReadElements(Tensor tensor, TensorForm form, long elements)
    {
        if (form.IsStatistics || form.BinsOf(elements) > 0)
            return ReadAll(tensor, form, elements);

        return elements == 1 ? ReadOne(tensor) : ReadList(tensor, elements);
    }

    private static MetricValue ReadOne(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Bool => new MetricValue(StableAbi.ReadInt64(tensor) != 0),
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 => new MetricValue(StableAbi.ReadInt64(tensor)),
        _ => new MetricValue(StableAbi.ReadFloat64(tensor)),
    };

    private static MetricValue ReadAll(Tensor tensor, TensorForm form, long elements)
    {
        if (form.IsStatistics && elements == 0)
            return Marker("no elements");

        var type = HostElements.TypeOf(tensor.dtype);
        if (elements * ElementTypes.BytesOf(type) > Array.MaxLength)
            return Marker("more than 2 GiB, which only a device counts");

        using var copy = HostElements.LieInOrder(tensor) ? null : HostElements.CopyToHost(tensor, type);
        var read = HostElements.In(copy ?? tensor);
        var value = form.IsStatistics ? read.ToStatistics().ToNested() : new MetricValue(read.ToHistogram(form.BinsOf(elements)));
        GC.KeepAlive(tensor);
        return value;
    }

    private static MetricValue ReadList(Tensor tensor, long elements) => elements == 0
        ? MetricValue.Of(Array.Empty<double>()) // whatever its shape: [1000000, 0] is no million of lists
        : tensor.dtype switch
        {
            ScalarType.Float64 => ReadList<double>(tensor, ScalarType.Float64),
            ScalarType.Bool => ReadList<bool>(tensor, ScalarType.Bool),
            ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 => ReadList<float>(tensor, ScalarType.Float32),
            _ => ReadList<long>(tensor, ScalarType.Int64),
        };

    private static MetricValue ReadList<T>(Tensor tensor, ScalarType type) where T : unmanaged
    {
        using var copy = HostElements.CopyToHost(tensor, type);
        var list = Array.CreateInstance(typeof(T), tensor.shape);
        copy.bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(list), list.Length * Unsafe.SizeOf<T>()));
        return MetricValue.Of(list);
    }

    // A tenth of the time that TorchSharp's own way takes.
    private static unsafe DeviceType DeviceOf(Tensor tensor)
    {
        int type;
        return TorchFunctions.DeviceType != null && TorchFunctions.DeviceType(tensor.Handle, &type) == 0 ? (DeviceType)type : tensor.device_type;
    }
}
