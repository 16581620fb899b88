namespace WandbActors.Harness.Children;

/// <summary>A deferred number that nobody delivers unless it is asked to come late.</summary>
internal sealed class PendingNumber : DeferredValue
{
    private DeferredPlace _place;

    public void ArriveLate() => _place.Fill(0.5);

    protected internal override void Bind(DeferredPlace place) => _place = place;
}
