using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// Tensors as values of one row, at their value at the call and without waiting: a device's tensor is captured there and arrives later; of one in
/// host memory a number or short list is read, and of a long one a copy is counted by the run. Never throws. The tensor is left as it is, and
/// nothing is kept of it.
/// </summary>
internal static class TensorCapture
{
    /// <summary>A value for exactly one row.</summary>
    public static MetricValue Capture(Tensor tensor, TensorForm form)
    {
        try
        {
            if (TensorReading.ProblemOf(tensor, out var isOnHost) is { } problem)
                return TensorReading.Marker(problem);
            if (!isOnHost && TensorDevice.Of(tensor) is { } device)
                return Capture(device, tensor, form);

            var elements = tensor.NumberOfElements;
            return elements > NumberElements.MaxListed && TensorSnapshot.TryTake(tensor, form, elements) is { } counted
                ? counted
                : TensorReading.ReadElements(tensor, form, elements);
        }
        catch (Exception problem) // whatever libtorch says of this tensor, training goes on
        {
            return TensorReading.Unreadable(problem);
        }
    }

    /// <summary>A value that may be logged any number of times: a tensor in host memory is read at once.</summary>
    public static MetricValue Share(Tensor? tensor, TensorForm form)
    {
        try
        {
            if (tensor is not null && TensorReading.ProblemOf(tensor) is null && TensorDevice.Of(tensor) is { } device)
                return TensorDevice.Share(Capture(device, tensor, form));
        }
        catch (Exception problem)
        {
            return TensorReading.Unreadable(problem);
        }

        return TensorReading.Read(tensor, form);
    }

    /// <summary>A value for exactly one row, of a tensor that has values and is on this device.</summary>
    public static MetricValue Capture(TensorDevice device, Tensor tensor, TensorForm form)
    {
        if (form.IsStatistics)
            return device.CaptureStatistics(tensor);

        return form.Bins > 0 ? device.CaptureHistogram(tensor, form.Bins) : device.Capture(tensor);
    }
}
