using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>Memory that devices write to while the program goes on. Allocating it takes long and may wait for the device; it stays.</summary>
internal static class PinnedMemory
{
    /// <summary>The address of so many bytes of it.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static nint Allocate(long bytes)
    {
        var address = StableAbi.AllocatePinned(bytes);
        return address != 0 ? address : throw new DeviceException($"no {bytes:N0} bytes of pinned memory");
    }
}
