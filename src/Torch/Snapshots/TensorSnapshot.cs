using System.Buffers;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// A copy of a tensor's elements as they are at the call, in memory of its own, until they have been counted. Held by one value at a time.
/// </summary>
internal sealed class TensorSnapshot
{
    private byte[] _bytes = [];
    private int _length;
    private ScalarType _type;

    /// <summary>
    /// A value that is counted off the hot path, for exactly one row; <c>null</c> if the tensor is better read at once: it has few elements, or too
    /// much is under way.
    /// </summary>
    public static MetricValue? TryTake(Tensor tensor, TensorForm form)
    {
        var elements = tensor.NumberOfElements;
        if (elements <= NumberElements.MaxListed)
            return null;

        if (form.IsStatistics)
            return StatisticsSnapshot.TryTake(tensor, elements)?.Value;

        return HistogramSnapshot.TryTake(tensor, elements, form.BinsOf(elements)) is { } histogram ? new MetricValue(histogram) : default(MetricValue?);
    }

    /// <summary>Copies the elements. False: too much is under way.</summary>
    public bool TryCopy(Tensor tensor, long elements)
    {
        var type = HostElements.TypeOf(tensor.dtype);
        var length = elements * ElementTypes.BytesOf(type);
        if (!SnapshotMemory.TryTake(length))
            return false;

        try
        {
            using var copy = HostElements.LieInOrder(tensor) ? null : HostElements.CopyToHost(tensor, type);
            _bytes = ArrayPool<byte>.Shared.Rent((int)length);
            (copy ?? tensor).bytes.CopyTo(_bytes);
            GC.KeepAlive(tensor);
        }
        catch
        {
            SnapshotMemory.GiveBack(length);
            throw;
        }

        (_length, _type) = ((int)length, type);
        return true;
    }

    public Histogram ToHistogram(int bins) => new HostElements(_bytes.AsSpan(0, _length), _type).ToHistogram(bins);

    public HostStatistics ToStatistics() => new HostElements(_bytes.AsSpan(0, _length), _type).ToStatistics();

    /// <summary>Lets go of the copy.</summary>
    public void GiveBack()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        SnapshotMemory.GiveBack(_length);
        _bytes = [];
    }
}
