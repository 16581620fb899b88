namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>A deferred value that remembers the place it was bound to.</summary>
internal sealed class RememberingDeferred : DeferredValue
{
    public DeferredPlace Place { get; private set; }

    public int Bindings { get; private set; }

    public int Abandonments { get; private set; }

    protected internal override void Bind(DeferredPlace place)
    {
        Place = place;
        Bindings++;
    }

    protected internal override void Abandon() => Abandonments++;
}
