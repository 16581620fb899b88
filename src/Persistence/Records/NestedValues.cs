namespace WandbActors.Persistence.Records;

/// <summary>Names with values of their own. A row stores its leaves under paths, as W&amp;B does. Immutable.</summary>
internal sealed class NestedValues(KeyValuePair<string, MetricValue>[] entries)
{
    public ReadOnlySpan<KeyValuePair<string, MetricValue>> Entries => entries;

    /// <summary>How many lists and objects stand inside one another here, this one included.</summary>
    public int Depth { get; } = 1 + ValueDepth.OfDeepest(entries.Select(entry => entry.Value));
}
