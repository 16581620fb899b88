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

    /// <summary>How many records of history in the log stand for no row: they hold only what <c>LogEvery</c> made of rows that have records of their own.</summary>
    public long AggregateRows { get; init; }

    /// <summary>
    /// How many records of history the server has as they are, a line each. Each is one row and what was merged into it, or one of
    /// <see cref="AggregateRows"/>.
    /// </summary>
    public required long RowsOnServer { get; init; }

    /// <summary>How many rows were lost, by reason. Empty when none was.</summary>
    public IReadOnlyDictionary<string, long> RowsDropped { get; init; } = new Dictionary<string, long>();

    /// <summary>How many records of history the server has only as a line that says why, by reason. Empty when none; the log has them whole.</summary>
    public IReadOnlyDictionary<string, long> RowsReplaced { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// How many values of rows that were kept are missing there, such as a device's that never came, or the images of a list and the rows of a table
    /// beyond what W&amp;B takes.
    /// </summary>
    public long ValuesLost { get; init; }

    /// <summary>Of the values lost, how many were deferred ones that did not come, by reason. Empty when all came.</summary>
    public IReadOnlyDictionary<string, long> ValuesGivenUp { get; init; } = new Dictionary<string, long>();

    /// <summary>How many console writes are missing: rows came before them when the memory buffer was half full.</summary>
    public long OutputLost { get; init; }

    /// <summary>How many artifacts and saved files are missing: they were gone, or could not be read or copied, or not in time.</summary>
    public long FilesLost { get; init; }

    /// <summary>Whether the server has the whole run: its history, files, summary and end.</summary>
    public bool IsUploaded { get; init; }

    /// <summary>Why sending stopped before the end, or <c>null</c>.</summary>
    public string? UploadProblem { get; init; }

    /// <summary>The run's directory; <c>null</c> when the run is disabled.</summary>
    public required string? Directory { get; init; }

    /// <summary>The run's page on the server; <c>null</c> unless the run is online.</summary>
    public string? RunUrl { get; init; }

    /// <summary>How many records of history are in the log and not yet on the server.</summary>
    public long RowsWaiting => RowsInLog - RowsMerged + AggregateRows - RowsOnServer - RowsReplaced.Values.Sum();

    /// <summary>What was lost: a phrase with a figure for each kind of loss. Empty when nothing was; what waits to be sent is not lost.</summary>
    public IReadOnlyList<string> Losses => [.. LossPhrases()];

    /// <summary>The command that sends what is not on the server yet; <c>null</c> when there is nothing to send.</summary>
    public string? SyncCommand => Directory is null || IsUploaded ? null : $"wandb-actors sync {Quote(Directory)}";

    /// <summary>
    /// Whether nothing is missing: every row, value and file that was offered is kept and, if the run is online, the server has the whole run.
    /// A disabled run keeps nothing and is complete.
    /// </summary>
    public bool IsComplete => Mode == RunMode.Disabled
        || (RowsInLog == RowsOffered && Losses.Count == 0 && (Mode == RunMode.Offline || IsUploaded));

    /// <summary>A line for people: where the rows are, what was lost, and the command that sends the rest.</summary>
    public override string ToString()
    {
        if (Mode == RunMode.Disabled)
            return $"run {RunId} was disabled: nothing is kept";

        var sent = Mode == RunMode.Online ? $", {RowsOnServer} records on the server, {RowsWaiting} waiting" : "";
        var cure = SyncCommand is { } command ? $"; send it with: {command}" : "";
        return $"run {RunId}: {RowsOffered} rows logged, {RowsInLog} in the log{sent}{string.Concat(Losses.Select(loss => $"; {loss}"))}{cure}";
    }

    private IEnumerable<string> LossPhrases()
    {
        if (RowsAccepted > RowsInLog)
            yield return $"{RowsAccepted - RowsInLog} rows could not be written to the log; they are left in the row buffer's file";
        foreach (var (reason, count) in RowsDropped.Where(dropped => dropped.Value > 0))
            yield return $"{count} of {RowsOffered} rows were lost: {reason}";
        foreach (var (reason, count) in RowsReplaced.Where(replaced => replaced.Value > 0))
            yield return $"{count} rows are in the log, but a marker stands for them on the server: {reason}";
        if (ValuesLost > 0)
            yield return $"{ValuesLost} values are missing in rows that were kept{WhyGivenUp}";
        if (OutputLost > 0)
            yield return $"{OutputLost} writes to the console are missing in output.log: they came faster than the log could be written";
        if (FilesLost > 0)
            yield return $"{FilesLost} artifacts and files are missing: they could not be copied before the run ended";
    }

    private string WhyGivenUp => ValuesGivenUp.Count == 0
        ? ""
        : $"; of those that were to come later, {string.Join(", ", ValuesGivenUp.Select(given => $"{given.Value} {given.Key}"))}";

    private static string Quote(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
