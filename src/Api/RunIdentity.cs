namespace WandbActors;

/// <summary>Who a run is: what its settings resolved to. Immutable.</summary>
internal sealed record RunIdentity
{
    public required string RunId { get; init; }

    public required string Project { get; init; }

    public string Entity { get; init; } = "";

    public required RunMode Mode { get; init; }

    public string? Url { get; init; }

    /// <summary>Whether a loss makes finishing fail.</summary>
    public bool IsStrict { get; init; }

    public IReadOnlyList<KeyValuePair<string, MetricValue>> Config { get; init; } = [];
}
