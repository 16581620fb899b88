using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// One number out of a one-element tensor of any type and device, through libtorch's stable C ABI: 50 ns and no allocation, where
/// TorchSharp's own way takes twice as long and allocates. A device's tensor is waited for. TorchSharp's handle is the ABI's handle.
/// </summary>
internal static unsafe class StableAbi
{
    private static readonly nint TorchCpu = NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library) ? library : 0;

    // Each returns 0 for success; null where this libtorch lacks it.
    private static readonly delegate* unmanaged<nint, double*, int> ItemFloat64 = (delegate* unmanaged<nint, double*, int>)Find("aoti_torch_item_float64");
    private static readonly delegate* unmanaged<nint, long*, int> ItemInt64 = (delegate* unmanaged<nint, long*, int>)Find("aoti_torch_item_int64");

    public static double ReadFloat64(Tensor tensor)
    {
        double value = 0;
        var isRead = ItemFloat64 != null && ItemFloat64(tensor.Handle, &value) == 0;
        GC.KeepAlive(tensor);
        return isRead ? value : tensor.ToDouble();
    }

    public static long ReadInt64(Tensor tensor)
    {
        long value = 0;
        var isRead = ItemInt64 != null && ItemInt64(tensor.Handle, &value) == 0;
        GC.KeepAlive(tensor);
        return isRead ? value : tensor.ToInt64();
    }

    private static nint Find(string name) => TorchCpu != 0 && NativeLibrary.TryGetExport(TorchCpu, name, out var address) ? address : 0;
}
