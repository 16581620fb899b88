using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// What is asked of libtorch through its stable C ABI: nanoseconds and no allocation, where TorchSharp's own ways take several times as long.
/// TorchSharp's handle is the ABI's handle.
/// </summary>
/// <remarks>A call that fails prints a C++ stack to the error stream before it says so: nothing is called only to see whether it works.</remarks>
internal static unsafe class StableAbi
{
    private const int Cpu = 0; // the device's type and index
    private const int MaxDimensions = 64; // part of libtorch

    /// <summary>The number of a tensor of one element, of any type and device. A device's tensor is waited for.</summary>
    public static double ReadFloat64(Tensor tensor)
    {
        double value = 0;
        var isRead = TorchFunctions.ItemFloat64 != null && TorchFunctions.ItemFloat64(tensor.Handle, &value) == 0;
        GC.KeepAlive(tensor);
        return isRead ? value : tensor.ToDouble();
    }

    /// <inheritdoc cref="ReadFloat64(Tensor)"/>
    public static long ReadInt64(Tensor tensor)
    {
        long value = 0;
        var isRead = TorchFunctions.ItemInt64 != null && TorchFunctions.ItemInt64(tensor.Handle, &value) == 0;
        GC.KeepAlive(tensor);
        return isRead ? value : tensor.ToInt64();
    }

    /// <summary>
    /// Copies a tensor into another; <paramref name="isWaiting"/>: until it is there. No graph is kept alive by it: the thread's grad mode is off
    /// meanwhile, which takes far less than detaching does.
    /// </summary>
    public static bool TryCopy(nint target, nint source, bool isWaiting)
    {
        var isRecording = TorchFunctions.IsGradModeOn();
        if (isRecording != 0)
            TorchFunctions.SetGradMode(0);
        var problem = TorchFunctions.Copy(target, source, isWaiting ? 0 : 1);
        if (isRecording != 0)
            TorchFunctions.SetGradMode(isRecording);
        return problem == 0;
    }

    /// <summary>Copies a tensor's elements in their order, and in their own type, to an address in the process's memory.</summary>
    public static bool TryCopyTo(nint address, in SourceTensor source, bool isWaiting)
    {
        long* sizes;
        if (source.Dimensions > MaxDimensions || TorchFunctions.Sizes(source.Handle, &sizes) != 0)
            return false;

        var strides = stackalloc long[MaxDimensions];
        var stride = 1L;
        for (var dimension = source.Dimensions - 1; dimension >= 0; dimension--)
        {
            strides[dimension] = stride;
            stride *= sizes[dimension];
        }

        nint target;
        if (TorchFunctions.OverMemory(address, source.Dimensions, sizes, strides, 0, (int)source.Type, Cpu, Cpu, &target) != 0)
            return false;

        var isCopied = TryCopy(target, source.Handle, isWaiting);
        TorchFunctions.Delete(target);
        return isCopied;
    }

    /// <summary>A tensor of one element and shape [1] at an address; 0 when there is none. It takes what has no dimension or one.</summary>
    public static nint OneElementAt(nint address, ScalarType type)
    {
        nint tensor;
        var one = 1L;
        return TorchFunctions.OverMemory(address, 1, &one, &one, 0, (int)type, Cpu, Cpu, &tensor) == 0 ? tensor : 0;
    }

    /// <summary>A copy of a tensor where it is, outside of its graph; 0 when there is none.</summary>
    public static nint Clone(nint source)
    {
        var isRecording = TorchFunctions.IsGradModeOn();
        if (isRecording != 0)
            TorchFunctions.SetGradMode(0);
        nint clone;
        var problem = TorchFunctions.Clone(source, &clone);
        if (isRecording != 0)
            TorchFunctions.SetGradMode(isRecording);
        return problem == 0 ? clone : 0;
    }

    /// <summary>The address of so many bytes of pinned memory; 0 when there is none. It is never freed.</summary>
    public static nint AllocatePinned(long bytes)
    {
        nint tensor;
        byte* address;
        var stride = 1L;
        return TorchFunctions.Pinned(1, &bytes, &stride, (int)ScalarType.Byte, Cpu, Cpu, &tensor) == 0
            && TorchFunctions.Address(tensor, &address) == 0 ? (nint)address : 0;
    }

    /// <summary>Lets go of a tensor that was made here.</summary>
    public static void Delete(nint tensor) => TorchFunctions.Delete(tensor);
}
