using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>Where the names of what is measured on a device begin.</summary>
internal static class DeviceName
{
    public static string Of(Device device) => device.type == DeviceType.CUDA ? "tensors/cuda" : "tensors";
}
