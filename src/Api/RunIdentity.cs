namespace WandbActors;

/// <summary>Who a run is: what its settings resolved to. Immutable.</summary>
internal sealed record RunIdentity
{
    public required string RunId { get; init; }

    public required string Project { get; init; }

    public string Entity { get; init; } = "";

    public required RunMode Mode { get; init; }

    /// <summary>Whether it goes on from an earlier attempt.</summary>
    public bool IsResumed { get; init; }

    /// <summary>What earlier attempts were called; empty when there were none, or nobody knows.</summary>
    public string EarlierName { get; init; } = "";

    /// <summary>Whether a loss makes finishing fail.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The config that the run begins with, that of earlier attempts included.</summary>
    public IReadOnlyList<KeyValuePair<string, MetricValue>> Config { get; init; } = [];
}
