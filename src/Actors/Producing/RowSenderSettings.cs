namespace WandbActors;

/// <summary>How a sender of rows to a run in another process behaves.</summary>
public sealed record RowSenderSettings
{
    /// <summary>What the sender's rows are called, such as <c>rank-3</c>; each start of a sender adds something of its own, so that no two are taken for one.</summary>
    /// <value>The default is the name of the sender's actor.</value>
    public string? Name { get; init; }

    /// <summary>How many rows wait at most, sent or not, until the run has them. A further one is refused, and counted.</summary>
    /// <value>The default is 16,384 rows.</value>
    public int MaxWaiting { get; init; } = 16_384;

    /// <summary>How many of them are on their way at once.</summary>
    /// <value>The default is 256 rows.</value>
    public int MaxUnderWay { get; init; } = 256;

    /// <summary>After how long without an answer rows are sent again, and the run is looked for again.</summary>
    /// <value>The default is 1 s.</value>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without the run taking a row the rows that wait are given up, which is said and counted.</summary>
    /// <value>The default is 10 minutes; <see cref="Timeout.InfiniteTimeSpan"/> never gives up.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(10);
}
