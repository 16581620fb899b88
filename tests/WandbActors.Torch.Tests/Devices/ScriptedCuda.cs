namespace WandbActors.Tests.Devices;

/// <summary>A CUDA device with a scripted driver and memory of the process: it takes tensors in host memory for its own.</summary>
internal sealed unsafe class ScriptedCuda
{
    private static readonly PinnedCount Few = new(4, 4);

    public ScriptedCuda(PinnedRoom? room = null) =>
        Device = new CudaDevice(Driver.Index, Driver.Driver, ScriptedDriver.CurrentStream, room ?? PinnedRoom.Default, Memory.Allocate);

    /// <summary>Room for four of each.</summary>
    public static PinnedRoom LittleRoom { get; } = new(Few, [(1 << 10, Few), (32 << 10, Few)]);

    public ScriptedDriver Driver { get; } = new();

    public ScriptedMemory Memory { get; } = new();

    public CudaDevice Device { get; }
}
