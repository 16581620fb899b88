namespace WandbActors.Persistence.Records;

/// <summary>A function's result as a deferred value: called once, whatever the number of rows that the value is logged in.</summary>
internal sealed class DeferredCall(Func<MetricValue> read) : DeferredValue
{
    private readonly Lazy<MetricValue> _result = new(read);

    protected internal override void Bind(DeferredPlace place) => new Reading(_result).Bind(place);

    private sealed class Reading(Lazy<MetricValue> result) : AwaitedValue
    {
        public override bool MayWait => true;

        public override void Deliver() => Place.Fill(result.Value);
    }
}
