using System.Runtime.CompilerServices;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>What the runtime does once, before anything else in this assembly: makes libtorch loadable, and tensors known wherever they stand.</summary>
internal static class AssemblyStart
{
#pragma warning disable CA2255 // it must come before the program's own first use of TorchSharp, and no call of ours does
    [ModuleInitializer]
    internal static void Run()
#pragma warning restore CA2255
    {
        LibTorchSharpResolver.Register();
        ObjectConversion.Register(ReadTensor);
    }

    private static MetricValue? ReadTensor(object value, bool mayBeDeferred) => value switch
    {
        Tensor tensor => mayBeDeferred ? TensorCapture.Share(tensor, default) : TensorReading.Read(tensor),
        TensorMetric metric => mayBeDeferred ? metric.Share() : metric.Read(),
        _ => default(MetricValue?),
    };
}
