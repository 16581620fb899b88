using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Something that computes at its own pace: what is queued on it is done in the order of each of its streams. All runs of the process share
/// it. Any thread may queue work and abandon values; fences are set by the actors that read.
/// </summary>
internal abstract class Device
{
    private readonly AwaitedValues _abandoned = new();
    private string? _failure;

    /// <summary>What people know it as, such as <c>cuda:0</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Why nothing more can be had from it; <c>null</c> while it works.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>
    /// Values whose rows were refused, or whose run has ended. What they hold may be in use on the device still, so whoever sets the next fence
    /// takes them along.
    /// </summary>
    public AwaitedValues Abandoned => _abandoned;

    /// <summary>A fence behind everything that was queued on the stream before. On the reading thread; never waits.</summary>
    /// <exception cref="DeviceException">The device has failed.</exception>
    public abstract IDeviceFence SetFence(nint stream);

    /// <summary>Notes that the device has failed for good. The first reason stays.</summary>
    public void Fail(string reason) => Interlocked.CompareExchange(ref _failure, reason, null);
}
