using System.Runtime.InteropServices;
using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>Which libtorch is measured, on what, and whether it computes.</summary>
internal static unsafe class Sanity
{
    public static void Measure(Report report)
    {
        var devices = cuda.is_available() ? cuda.device_count() : 0;
        report.Add(new Measurement("tensors/sanity")
        {
            Wrong = IsSane(CPU) && (devices == 0 || IsSane(CUDA)) ? 0 : 1,
            Remark = $"libtorch {Version()}, {Environment.ProcessorCount} processors, {(devices > 0 ? $"{devices} CUDA devices, {Stream()}" : "no CUDA device")}; "
                + LibTorchFolder.Mapped(),
        });
    }

    // The sum of the squares of a rotation's entries is its rank.
    private static bool IsSane(Device device)
    {
        using var scope = NewDisposeScope();
        var (rotation, _) = linalg.qr(randn(64, 64, device: device));
        return Math.Abs(rotation.mm(rotation.t()).square().sum().ToDouble() - 64) < 1e-3;
    }

    // As libtorch's stable C ABI tells it: major, minor and patch in the highest three bytes.
    private static string Version()
    {
        if (!TryFind("torch_cpu", "aoti_torch_abi_version", out var function))
            return "of an unknown version";

        var version = ((delegate* unmanaged<ulong>)function)();
        return $"{version >> 56}.{version >> 48 & 0xFF}.{version >> 40 & 0xFF}";
    }

    // 0 is the default stream: TorchSharp knows no other.
    private static string Stream()
    {
        nint stream = 0;
        return TryFind("torch_cuda", "aoti_torch_get_current_cuda_stream", out var function) && ((delegate* unmanaged<int, nint*, int>)function)(0, &stream) == 0
            ? $"current stream {stream:x}"
            : "current stream unknown";
    }

    private static bool TryFind(string library, string name, out nint function)
    {
        function = 0;
        return NativeLibrary.TryLoad(library, typeof(torch).Assembly, null, out var handle) && NativeLibrary.TryGetExport(handle, name, out function);
    }
}
