using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

[Trait("Needs", "libtorch")]
public sealed class TensorDevicesSpecs
{
    [LibTorchFact]
    public void Everything_that_devices_need_is_in_this_libtorch() => Assert.True(TorchFunctions.AreComplete);

    [LibTorchFact]
    public void Host_memory_is_no_device_and_neither_is_the_meta_device_nor_a_disposed_tensor()
    {
        using var host = ones(1);
        using var meta = ones(1, device: META);
        var disposed = ones(1);
        disposed.Dispose();

        Assert.All([host, meta, disposed], static tensor => Assert.Null(TensorDevice.Of(tensor)));
    }

    [LibTorchFact]
    public void Asking_allocates_nothing()
    {
        using var host = ones(1);
        TensorDevice.Of(host);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TensorDevice.Of(host);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
