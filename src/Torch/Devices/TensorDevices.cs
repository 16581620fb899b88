using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>The devices of this process, each made when the first tensor on it is seen. Any thread; no lock once a device is there.</summary>
internal static unsafe class TensorDevices
{
    private const int MaxTypes = 32; // libtorch has 22 types of devices
    private const int MaxIndex = 64; // libtorch's own limit of CUDA devices is 64 as well

    private static readonly Lock Making = new();
    private static readonly TensorDevice?[] Known = new TensorDevice?[MaxTypes * MaxIndex];

    public static TensorDevice? Of(Tensor tensor)
    {
        if (tensor.IsInvalid || !TorchFunctions.AreComplete)
            return null;

        var handle = tensor.Handle;
        int type, index = 0;
        var isOnDevice = TorchFunctions.DeviceType(handle, &type) == 0 && (DeviceType)type is not (DeviceType.CPU or DeviceType.META)
            && TorchFunctions.DeviceIndex(handle, &index) == 0;
        GC.KeepAlive(tensor);
        return isOnDevice ? Find(type, index) : null;
    }

    private static TensorDevice? Find(int type, int index)
    {
        index = Math.Max(index, 0); // where there is only one, it may have no number
        if (type >= MaxTypes || index >= MaxIndex)
            return null;

        ref var device = ref Known[(type * MaxIndex) + index];
        return Volatile.Read(ref device) ?? Make(ref device, (DeviceType)type, index);
    }

    private static TensorDevice Make(ref TensorDevice? device, DeviceType type, int index)
    {
        lock (Making)
        {
            if (device is null)
                Volatile.Write(ref device, Make(type, index));
            return device!;
        }
    }

    private static TensorDevice Make(DeviceType type, int index)
    {
        if (type == DeviceType.CUDA && CudaDriver.Loaded is { } driver)
            return new CudaDevice(index, driver);

        return new WaitingDevice($"{type.ToString().ToLowerInvariant()}:{index}");
    }
}
