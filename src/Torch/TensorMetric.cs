using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// A value of a row that may be a tensor. Numbers, flags, texts and tensors convert implicitly, so that a row can mix them. A tensor is
/// logged by its value at the call and is not kept: it may be changed or disposed afterwards.
/// </summary>
/// <remarks>
/// One element is logged as a number (integers and flags stay what they are), up to 32 as a list in the tensor's shape, more as a histogram of 32 bins,
/// in which NaN and infinities are left out; see <see cref="TensorExtensions"/> for others. A tensor on a device is not waited for: its value comes
/// later, into its row's place. What cannot be read is logged as a text that says why, such as <c>(tensor: disposed)</c>.
/// </remarks>
public readonly struct TensorMetric
{
    private readonly Tensor? _tensor;
    private readonly TensorForm _form;
    private readonly MetricValue _value;

    internal TensorMetric(Tensor? tensor, TensorForm form = default)
    {
        _tensor = tensor;
        _form = form;
    }

    private TensorMetric(MetricValue value) => _value = value;

    /// <summary>Logs a tensor by its value at the call.</summary>
    public static implicit operator TensorMetric(Tensor? tensor) => new(tensor);

    /// <summary>Logs any value.</summary>
    public static implicit operator TensorMetric(MetricValue value) => new(value);

    /// <summary>Logs a value of one of W&amp;B's data types.</summary>
    public static implicit operator TensorMetric(DataType? value) => new((MetricValue)value);

    /// <summary>Logs a value that comes later.</summary>
    public static implicit operator TensorMetric(DeferredValue? value) => new((MetricValue)value);

    /// <summary>Logs a list of images, sounds or others with files.</summary>
    public static implicit operator TensorMetric(Media[]? value) => new((MetricValue)value);

    /// <summary>Logs a double, or a float by its exact value as a double.</summary>
    public static implicit operator TensorMetric(double value) => new((MetricValue)value);

    /// <summary>Logs a half by its exact value as a double.</summary>
    public static implicit operator TensorMetric(Half value) => new((MetricValue)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator TensorMetric(long value) => new((MetricValue)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator TensorMetric(uint value) => new((MetricValue)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator TensorMetric(ulong value) => new((MetricValue)value);

    /// <summary>Logs a decimal with all its digits.</summary>
    public static implicit operator TensorMetric(decimal value) => new((MetricValue)value);

    /// <summary>Logs a flag.</summary>
    public static implicit operator TensorMetric(bool value) => new((MetricValue)value);

    /// <summary>Logs a text; <c>null</c> is JSON <c>null</c>.</summary>
    public static implicit operator TensorMetric(string? value) => new((MetricValue)value);

    /// <summary>The value at this moment, for exactly one row. Never throws, never waits.</summary>
    internal MetricValue Capture() => _tensor is null ? _value : TensorCapture.Capture(_tensor, _form);

    /// <summary>The value at this moment, to be logged any number of times. Never throws, never waits.</summary>
    internal MetricValue Share() => _tensor is null ? _value : TensorCapture.Share(_tensor, _form);

    /// <summary>The value at this moment, read at once; a device is waited for. Never throws.</summary>
    internal MetricValue Read() => _tensor is null ? _value : TensorReading.Read(_tensor, _form);
}
