using WandbActors.Actors.Deferring;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;
using Device = WandbActors.Actors.Deferring.Device;

namespace WandbActors;

/// <summary>
/// A device that holds tensors, and how their values leave it: what a tensor is at the call is kept apart, and read when the device has come past
/// it. Capturing never throws, never waits for the device, and keeps no tensor of the program's. What cannot be had is given up and counted.
/// </summary>
internal abstract class TensorDevice : Device
{
    protected static readonly GivenUpValue Failed = new(DeferredLoss.Failed);
    protected static readonly GivenUpValue Full = new(DeferredLoss.DeviceFull);

    // Each call that libtorch refuses prints a C++ stack. One odd tensor must not cost the device, nor a broken one flood the terminal.
    private const int MaxRefusals = 8;

    private int _refusals;

    /// <summary>
    /// The device that the tensor is on; <c>null</c> for one in host memory, one without values, and where this libtorch cannot be asked: these are
    /// read at once.
    /// </summary>
    public static TensorDevice? Of(Tensor tensor) => TensorDevices.Of(tensor);

    /// <summary>The type that numbers are computed in where their own is not precise enough.</summary>
    public abstract ScalarType WideType { get; }

    /// <summary>Tensors of more elements are reduced on the device, and only what comes out is copied.</summary>
    protected abstract long MaxCopiedElements { get; }

    /// <summary>The value at the call by W&amp;B's rules: one element is a number, up to 32 are a list in the tensor's shape, more a histogram.</summary>
    public MetricValue Capture(Tensor tensor) => Capture(tensor, static (device, tensor, source) => source.Count switch
    {
        0 => MetricValue.Of(Array.Empty<double>()),
        1 => device.CaptureNumber(source),
        <= NumberElements.MaxListed => device.CaptureList(source, tensor.shape),
        _ => device.CaptureHistogram(tensor, source, NumberElements.MaxListed),
    });

    /// <summary>How often the tensor's elements fall into bins, at the call.</summary>
    /// <param name="tensor">Of any number of elements.</param>
    /// <param name="bins">Taken as 1 or 512 when it is below or above.</param>
    public MetricValue CaptureHistogram(Tensor tensor, int bins)
    {
        bins = Math.Clamp(bins, 1, Histogram.MaxBins);
        return Capture(tensor, (device, tensor, source) => device.CaptureHistogram(tensor, source, bins));
    }

    /// <summary>Mean, standard deviation, norm, least, greatest and how many are not finite, at the call and each by itself, as nested names.</summary>
    public MetricValue CaptureStatistics(Tensor tensor) =>
        Capture(tensor, static (device, tensor, source) => TensorStatistics.Capture(device, tensor, source));

    /// <summary>The value at the call, to be logged any number of times and in any run.</summary>
    public DeferredValue CaptureShared(Tensor tensor)
    {
        var shared = Share(Capture(tensor));
        return shared.Reference as DeferredValue ?? DeferredValue.Of(Task.FromResult(shared));
    }

    /// <summary>What was captured, and was not logged, as a value that may be logged any number of times and in any run.</summary>
    public static MetricValue Share(MetricValue captured) => captured.Reference switch
    {
        CapturedValue once => new SharedValue(once),
        NestedValues nested => new MetricValue(new NestedValues(Array.ConvertAll(
            nested.Entries.ToArray(), static entry => KeyValuePair.Create(entry.Key, Share(entry.Value))))),
        _ => captured,
    };

    protected abstract DeferredValue CaptureNumber(in SourceTensor source);

    protected abstract DeferredValue CaptureElements(in SourceTensor source, ElementForm form);

    /// <summary>What is logged of a tensor for which there is no room.</summary>
    protected DeferredValue CrowdOut(nint stream) => Abandoned.IsEmpty ? Full : new CrowdedOutValue(this, stream);

    /// <summary>Notes that libtorch did as it was told.</summary>
    protected void NoteSuccess()
    {
        if (Volatile.Read(ref _refusals) != 0)
            Volatile.Write(ref _refusals, 0);
    }

    /// <summary>Notes that libtorch refused a call; where that goes on without a success, the device has failed.</summary>
    protected void NoteRefusal()
    {
        if (Interlocked.Increment(ref _refusals) >= MaxRefusals)
            Fail($"libtorch has refused {MaxRefusals} calls, one after the other");
    }

    private MetricValue Capture(Tensor tensor, Func<TensorDevice, Tensor, SourceTensor, MetricValue> capture)
    {
        if (Failure is not null)
            return Failed;

        try
        {
            var source = SourceTensor.Of(tensor);
            return source is { IsStrided: true, HasNumbers: true } ? capture(this, tensor, source) : CaptureOther(tensor, source, capture);
        }
        catch (DeviceException failure)
        {
            Fail(failure.Message);
            return Failed;
        }
        catch (Exception) // whatever libtorch says of this tensor, training goes on
        {
            return Failed;
        }
        finally
        {
            GC.KeepAlive(tensor);
        }
    }

    private MetricValue CaptureOther(Tensor tensor, in SourceTensor source, Func<TensorDevice, Tensor, SourceTensor, MetricValue> capture)
    {
        if (!source.HasNumbers || !tensor.is_sparse)
            return ValueMarker.NoTensor($"no number for {source.Type}");

        using var dense = tensor.to_dense();
        return Capture(dense, capture);
    }

    private DeferredValue CaptureList(in SourceTensor source, long[] shape) =>
        CaptureElements(source, (elements, type) => ElementReading.List(elements, type, shape));

    private DeferredValue CaptureHistogram(Tensor tensor, in SourceTensor source, int bins)
    {
        if (source.Count <= MaxCopiedElements)
            return CaptureElements(source, (elements, type) => ElementReading.Count(elements, type, bins));

        using var reduced = ReducedHistogram.Of(tensor, bins);
        var (type, count) = (source.Type, source.Count);
        return CaptureElements(SourceTensor.Of(reduced), (elements, _) => ReducedHistogram.Read(elements, type, count));
    }
}
