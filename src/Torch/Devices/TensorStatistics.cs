using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>What a tensor's numbers are like, computed where the tensor is and captured number by number: nothing waits for them.</summary>
internal static class TensorStatistics
{
    /// <summary>As libtorch computes them: a single NaN makes all but the last NaN too, and one element has no deviation.</summary>
    public static MetricValue Capture(TensorDevice device, Tensor tensor, in SourceTensor source)
    {
        if (source.Count == 0)
            return ValueMarker.NoTensor("no elements");

        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var numbers = Precise(tensor, source.Type, device.WideType);
        var ordered = source.Type == ScalarType.Bool ? numbers : tensor;
        var captured = new List<MetricValue>(HostStatistics.Names.Length);
        try
        {
            captured.Add(device.Capture(numbers.mean()));
            captured.Add(source.Count == 1 ? double.NaN : device.Capture(numbers.std()));
            captured.Add(device.Capture(numbers.norm()));
            captured.Add(device.Capture(ordered.min()));
            captured.Add(device.Capture(ordered.max()));
            captured.Add(ElementTypes.IsFloating(source.Type) ? device.Capture(tensor.isfinite().logical_not().sum()) : 0L);
            return HostStatistics.Named(name => captured[name]);
        }
        catch
        {
            // Half of it is of no use, as when the device runs out of memory, and nobody else would give back what it holds.
            foreach (var value in captured)
                (value.Reference as DeferredValue)?.Abandon();
            throw;
        }
    }

    private static Tensor Precise(Tensor tensor, ScalarType type, ScalarType wide) => type switch
    {
        ScalarType.Float32 or ScalarType.Float64 => tensor,
        ScalarType.Float16 or ScalarType.BFloat16 => tensor.to(ScalarType.Float32),
        _ => tensor.to(wide),
    };
}
