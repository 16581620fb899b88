using static TorchSharp.torch;

namespace WandbActors;

/// <summary>Tensors as other values than their own: as histograms, as statistics, as values for the plain <c>Log</c>.</summary>
public static class TensorExtensions
{
    /// <summary>
    /// A histogram of the tensor for a row: <c>run.Log(("grad", tensor.ToHistogram()), ("lr", 1e-3))</c>. NaN and infinities are left out. The tensor is
    /// read when the row is logged.
    /// </summary>
    /// <param name="tensor">The tensor, of any number of elements; <c>null</c> is JSON <c>null</c>.</param>
    /// <param name="bins">How many bins: 64 by default; taken as 1 or 512 when it is below or above.</param>
    public static TensorMetric ToHistogram(this Tensor? tensor, int bins = Histogram.DefaultBins) => new(tensor, TensorForm.Histogram(bins));

    /// <summary>
    /// What the tensor is like, for a row, as nested names: <c>mean</c>, <c>std</c> (with n − 1; of one element NaN), <c>norm</c> (the square root of the
    /// sum of the squares), <c>min</c>, <c>max</c>, and <c>nonfinite</c>, the number of elements that are NaN or infinite: any of them shows in the others
    /// too, as in libtorch. Flags and integers count as numbers. The tensor is read when the row is logged.
    /// </summary>
    /// <param name="tensor">The tensor; one without elements is logged as a text that says so, <c>null</c> as JSON <c>null</c>.</param>
    public static TensorMetric ToStatistics(this Tensor? tensor) => new(tensor, TensorForm.Statistics);

    /// <summary>
    /// The tensor's value at this call, for the plain <c>Log</c>, for records and for dictionaries. In host memory it is read at once; on a device it is
    /// captured there, is read later, and may be logged any number of times. What cannot be read is a text that says why.
    /// </summary>
    public static MetricValue Deferred(this Tensor? tensor) => TensorCapture.Share(tensor, default);
}
