namespace WandbActors.Hosting;

/// <summary>When the health check of a host's runs says what.</summary>
public sealed class WandbHealthOptions
{
    /// <summary>The part of a run's memory buffer, from 0 to 1, above which the run is degraded: the disk does not keep up.</summary>
    /// <value>The default is 0.5.</value>
    public double MaxBufferFill { get; set; } = 0.5;

    /// <summary>Free bytes where a run is kept, below which it is degraded.</summary>
    /// <value>The default is 1 GiB. Zero asks no disk.</value>
    public long MinFreeBytes { get; set; } = 1L << 30;

    /// <summary>How long records may wait without one more of them arriving on the server; then an online run is degraded.</summary>
    /// <value>The default is 2 minutes.</value>
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a run's actor has to answer; one that does not is unhealthy.</summary>
    /// <value>The default is 5 s.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
}
