namespace WandbActors;

/// <summary>
/// A number that another runtime delivers later: a device, a remote call. When its row is written to the buffer it is bound, once, to
/// its place there; whoever materialises it fills the place. The value is the one at the call, whenever it arrives.
/// </summary>
public abstract class DeferredValue
{
    /// <summary>Called once, on the logging thread, with the place that the number belongs in. Must not throw and must not block.</summary>
    protected internal abstract void Bind(DeferredPlace place);
}
