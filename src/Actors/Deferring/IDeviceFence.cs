namespace WandbActors.Actors.Deferring;

/// <summary>A place in a device's stream. Used on the thread that set it; disposing gives back what it holds.</summary>
internal interface IDeviceFence : IDisposable
{
    /// <summary>Whether the device has come past it. Never waits.</summary>
    /// <exception cref="DeviceException">The device has failed.</exception>
    bool IsPassed { get; }
}
