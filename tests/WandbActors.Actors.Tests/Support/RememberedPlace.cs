namespace WandbActors.Actors.Tests.Support;

/// <summary>A deferred value that remembers the place it was bound to.</summary>
internal sealed class RememberedPlace : DeferredValue
{
    public DeferredPlace Place { get; private set; }

    protected internal override void Bind(DeferredPlace place) => Place = place;
}
