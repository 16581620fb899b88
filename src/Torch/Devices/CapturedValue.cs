using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>A tensor's value at the call, kept apart from the tensor until the device has come past it.</summary>
internal abstract class CapturedValue : DeviceValue
{
    /// <summary>The value. On the reading thread, once its fence is passed.</summary>
    public abstract MetricValue Read();

    public sealed override void Deliver() => Place.Fill(Read());
}
