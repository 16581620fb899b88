using WandbActors.Actors.Uploading;

namespace WandbActors.Cli.Syncing;

/// <summary>What <c>wandb-actors sync</c> was asked to do. Immutable.</summary>
internal sealed record SyncOptions
{
    /// <summary>Logs, run directories and <c>wandb</c> directories, as they were given.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public bool IncludesOnline { get; init; }

    public bool IncludesSynced { get; init; }

    /// <summary>What of the runs is to be otherwise on the server.</summary>
    public RunRewrite Rewrite { get; init; } = RunRewrite.None;

    /// <summary>The server; <c>null</c> for the one that the environment or the settings files name.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The key; <c>null</c> for the one in the environment, the settings or the netrc file.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long a server may go without confirming anything.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>How often to look for more to send, again and again; <c>null</c> to send what there is, and end.</summary>
    public TimeSpan? WatchPeriod { get; init; }

    /// <summary>Whether to say only what would be sent.</summary>
    public bool IsDryRun { get; init; }
}
