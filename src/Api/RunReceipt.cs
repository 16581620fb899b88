namespace WandbActors;

/// <summary>
/// What became of a run when it was finished: where its rows are, what was lost and why, and what to run to send the rest.
/// A row is one call of <c>Log</c>. Immutable.
/// </summary>
public sealed record RunReceipt
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Where the run's records went.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>How often <c>Log</c> was called.</summary>
    public required long RowsOffered { get; init; }

    /// <summary>How many of these rows were taken into the memory buffer.</summary>
    public required long RowsAccepted { get; init; }

    /// <summary>How many of these are in the transaction log on disk.</summary>
    public required long RowsInLog { get; init; }

    /// <summary>How many of the rows in the log were merged into another row of their step, and have no line of their own.</summary>
    public long RowsMerged { get; init; }

    /// <summary>How many lines of history the server has confirmed. Each is one row and what was merged into it.</summary>
    public required long RowsOnServer { get; init; }

    /// <summary>How many rows were lost, by reason. Empty when none was.</summary>
    public IReadOnlyDictionary<string, long> RowsDropped { get; init; } = new Dictionary<string, long>();

    /// <summary>How many values of rows that were kept are missing there: a device's that never came, or one too long for a line.</summary>
    public long ValuesLost { get; init; }

    /// <summary>Whether the server has the whole run: its history, files, summary and end.</summary>
    public bool IsUploaded { get; init; }

    /// <summary>Why sending stopped before the end, or <c>null</c>.</summary>
    public string? UploadProblem { get; init; }

    /// <summary>The run's directory; <c>null</c> when the run is disabled.</summary>
    public required string? Directory { get; init; }

    /// <summary>The run's page on the server; <c>null</c> unless the run is online.</summary>
    public string? RunUrl { get; init; }

    /// <summary>How many rows are in the log and not yet on the server.</summary>
    public long RowsWaiting => RowsInLog - RowsMerged - RowsOnServer;

    /// <summary>The command that sends what is not on the server yet; <c>null</c> when there is nothing to send.</summary>
    public string? SyncCommand => Directory is null || IsUploaded ? null : $"wandb-actors sync {Quote(Directory)}";

    /// <summary>
    /// Whether nothing is missing: every row and value that was offered is in the log and, if the run is online, the server has the whole run.
    /// A disabled run keeps nothing and is complete.
    /// </summary>
    public bool IsComplete => Mode == RunMode.Disabled
        || (RowsInLog == RowsOffered && RowsDropped.Values.All(count => count == 0) && ValuesLost == 0 && (Mode == RunMode.Offline || IsUploaded));

    private static string Quote(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
