namespace WandbActors.Persistence.Records;

/// <summary>A deferred value that is known at the call not to come. It may be logged any number of times.</summary>
internal sealed class GivenUpValue(DeferredLoss reason) : DeferredValue
{
    protected internal override void Bind(DeferredPlace place) => place.GiveUp(reason);
}
