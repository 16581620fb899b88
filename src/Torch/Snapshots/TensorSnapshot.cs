using System.Buffers;
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
    /// A value of so many elements that is counted off the hot path, for exactly one row; <c>null</c>: too much is under way.
    /// </summary>
    public static MetricValue? TryTake(Tensor tensor, TensorForm form, long elements)
    {
        if (form.IsStatistics)
            return StatisticsSnapshot.TryTake(tensor, elements)?.Value;

        return HistogramSnapshot.TryTake(tensor, elements, form.BinsOf(elements)) is { } histogram ? new MetricValue(histogram) : default(MetricValue?);
    }

    /// <summary>Copies the elements. False: too much is under way.</summary>
    public bool TryCopy(Tensor tensor, long elements)
    {
        _type = HostElements.TypeOf(tensor.dtype);
        var length = elements * ElementTypes.BytesOf(_type);
        if (!SnapshotMemory.TryTake(length))
            return false;

        _length = (int)length;
        _bytes = ArrayPool<byte>.Shared.Rent(_length);
        try
        {
            Copy(tensor);
        }
        catch
        {
            GiveBack();
            throw;
        }

        GC.KeepAlive(tensor);
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

    private void Copy(Tensor tensor)
    {
        if (HostElements.LieInOrder(tensor))
        {
            tensor.bytes.CopyTo(_bytes);
        }
        else if (!TryCopyInOrder(tensor))
        {
            using var copy = HostElements.CopyToHost(tensor, _type);
            copy.bytes.CopyTo(_bytes);
        }
    }

    // Half the time of a tensor in between, and nothing allocated.
    private unsafe bool TryCopyInOrder(Tensor tensor)
    {
        if (!TorchFunctions.AreComplete)
            return false;

        var source = SourceTensor.Of(tensor);
        if (!source.IsStrided || source.Bytes != _length)
            return false;

        fixed (byte* bytes = _bytes)
            return StableAbi.TryCopyTo((nint)bytes, source, isWaiting: true);
    }
}
