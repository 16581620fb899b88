using System.Runtime.InteropServices;
using TorchSharp;

namespace WandbActors;

/// <summary>
/// The functions of libtorch's stable C ABI that are called here, all of them in libtorch_cpu, whatever the device. Each returns 0 for success,
/// but for the two of the grad mode; null where this libtorch lacks it. Those that read a field take less time than the runtime's own preparation
/// for a call, so they go without it.
/// </summary>
internal static unsafe class TorchFunctions
{
    private static readonly nint TorchCpu = NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library) ? library : 0;

    // Of one tensor.
    public static readonly delegate* unmanaged<nint, double*, int> ItemFloat64 =
        (delegate* unmanaged<nint, double*, int>)Find("aoti_torch_item_float64");
    public static readonly delegate* unmanaged<nint, long*, int> ItemInt64 = (delegate* unmanaged<nint, long*, int>)Find("aoti_torch_item_int64");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, int*, int> DeviceType =
        (delegate* unmanaged[SuppressGCTransition]<nint, int*, int>)Find("aoti_torch_get_device_type");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, int*, int> DeviceIndex =
        (delegate* unmanaged[SuppressGCTransition]<nint, int*, int>)Find("aoti_torch_get_device_index");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, int*, int> Type =
        (delegate* unmanaged[SuppressGCTransition]<nint, int*, int>)Find("aoti_torch_get_dtype");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, int*, int> Layout =
        (delegate* unmanaged[SuppressGCTransition]<nint, int*, int>)Find("aoti_torch_get_layout");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, long*, int> Dimensions =
        (delegate* unmanaged[SuppressGCTransition]<nint, long*, int>)Find("aoti_torch_get_dim");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, long*, int> Count =
        (delegate* unmanaged[SuppressGCTransition]<nint, long*, int>)Find("aoti_torch_get_numel");
    public static readonly delegate* unmanaged[SuppressGCTransition]<nint, long**, int> Sizes =
        (delegate* unmanaged[SuppressGCTransition]<nint, long**, int>)Find("aoti_torch_get_sizes");
    public static readonly delegate* unmanaged<nint, byte**, int> Address = (delegate* unmanaged<nint, byte**, int>)Find("aoti_torch_get_data_ptr");

    // Copies: into a tensor from a tensor, without waiting or with; a clone.
    public static readonly delegate* unmanaged<nint, nint, int, int> Copy = (delegate* unmanaged<nint, nint, int, int>)Find("aoti_torch_copy_");
    public static readonly delegate* unmanaged<nint, nint*, int> Clone = (delegate* unmanaged<nint, nint*, int>)Find("aoti_torch_clone");

    // New tensors: over memory (address, dimensions, sizes, strides, offset, type, device type and index), and in pinned memory; their end.
    public static readonly delegate* unmanaged<nint, long, long*, long*, long, int, int, int, nint*, int> OverMemory =
        (delegate* unmanaged<nint, long, long*, long*, long, int, int, int, nint*, int>)Find("aoti_torch_create_tensor_from_blob");
    public static readonly delegate* unmanaged<long, long*, long*, int, int, int, nint*, int> Pinned =
        (delegate* unmanaged<long, long*, long*, int, int, int, nint*, int>)Find("aoti_torch_empty_strided_pinned");
    public static readonly delegate* unmanaged<nint, int> Delete = (delegate* unmanaged<nint, int>)Find("aoti_torch_delete_tensor_object");

    // The calling thread's grad mode.
    public static readonly delegate* unmanaged[SuppressGCTransition]<byte> IsGradModeOn =
        (delegate* unmanaged[SuppressGCTransition]<byte>)Find("aoti_torch_grad_mode_is_enabled");
    public static readonly delegate* unmanaged[SuppressGCTransition]<byte, void> SetGradMode =
        (delegate* unmanaged[SuppressGCTransition]<byte, void>)Find("aoti_torch_grad_mode_set_enabled");

    /// <summary>Whether this libtorch has all that devices need.</summary>
    public static bool AreComplete { get; } = ItemFloat64 != null && ItemInt64 != null && DeviceType != null && DeviceIndex != null && Type != null
        && Layout != null && Dimensions != null && Count != null && Sizes != null && Address != null && Copy != null && Clone != null
        && OverMemory != null && Pinned != null && Delete != null && IsGradModeOn != null && SetGradMode != null;

    private static nint Find(string name) => TorchCpu != 0 && NativeLibrary.TryGetExport(TorchCpu, name, out var address) ? address : 0;
}
