namespace WandbActors.Persistence.Records;

/// <summary>How deep a value is nested. Each container knows its own depth, so that nothing is walked twice.</summary>
internal static class ValueDepth
{
    public static int Of(MetricValue value) => value.Reference switch
    {
        NestedValues values => values.Depth,
        ReadyJson json => json.Depth,
        ValueList list => list.Depth,
        _ => 0,
    };

    public static int OfDeepest(IEnumerable<MetricValue> values) => values.Select(Of).DefaultIfEmpty().Max();
}
