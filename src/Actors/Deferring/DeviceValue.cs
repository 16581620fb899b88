using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// A value on its way from a device into the process's memory. It is bound only after the copy was queued; so a fence that is set after it was
/// taken from the awaited ones stands behind that copy, and once it is passed the value can be read.
/// </summary>
internal abstract class DeviceValue : AwaitedValue
{
    public abstract Device Device { get; }

    /// <summary>The stream that the copy was queued on.</summary>
    public abstract nint Stream { get; }

    protected internal sealed override void Abandon() => Device.Abandoned.Add(this);
}
