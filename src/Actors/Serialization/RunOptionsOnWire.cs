using System.Collections.Immutable;

namespace WandbActors.Actors.Serialization;

/// <summary>
/// What another process may say of a run that it asks for. Where runs are kept and sent, with which key, and what becomes of the console is decided
/// where they run: <see cref="RunOptions.Directory"/>, <see cref="RunOptions.BaseUrl"/>, <see cref="RunOptions.ApiKey"/> and
/// <see cref="RunOptions.Console"/> are not among it. A server that a peer could name would be sent the key.
/// </summary>
internal sealed record RunOptionsOnWire
{
    public string? Project { get; init; }

    public string? Entity { get; init; }

    public string? RunId { get; init; }

    public string? Name { get; init; }

    public RunMode? Mode { get; init; }

    public ImmutableArray<KeyValuePair<string, MetricValue>> Config { get; init; }

    public string[]? Tags { get; init; }

    public string? Notes { get; init; }

    public string? Group { get; init; }

    public string? JobType { get; init; }

    public ResumeMode? Resume { get; init; }

    public string? ForkFrom { get; init; }

    public string? ResumeFrom { get; init; }

    public string? Host { get; init; }

    public string? Program { get; init; }

    public bool? SystemMetrics { get; init; }

    public TimeSpan? FinishTimeout { get; init; }

    public TimeSpan? InitTimeout { get; init; }

    public bool? Quiet { get; init; }

    public bool? Silent { get; init; }

    public bool? Strict { get; init; }

    public bool? TraceRows { get; init; }
}
