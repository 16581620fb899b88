namespace WandbActors;

/// <summary>
/// Where a run's rows are. One unit is one Log call: <c>Offered = Refused + InRing + InLog</c>, <c>InLog = Merged + HistoryRecords - AggregateRows</c>,
/// <c>HistoryRecords = OnServer + Waiting + MarkerLines</c>. Values that are missing in rows that were kept are counted apart. Immutable.
/// </summary>
public sealed record Ledger
{
    /// <summary>Log calls refused because the ring stayed full beyond the wait.</summary>
    public long RefusedFull { get; init; }

    /// <summary>Log calls refused because the run had ended.</summary>
    public long RefusedClosed { get; init; }

    /// <summary>Log calls refused for any other reason, such as a row beyond every bound.</summary>
    public long RefusedOther { get; init; }

    /// <summary>Log calls whose rows are in the ring: not yet in the log, or part of a row that is still open.</summary>
    public long InRing { get; init; }

    /// <summary>Log calls in the log whose values joined another one's record, or that had none.</summary>
    public long Merged { get; init; }

    /// <summary>
    /// History records that hold only what <c>LogEvery</c> made of calls that have records of their own, for their other values: they stand for
    /// no call. 0 unless such a window had to end early, at a flush or the end of the run.
    /// </summary>
    public long AggregateRows { get; init; }

    /// <summary>History records in the log: each becomes one line on the server.</summary>
    public long HistoryRecords { get; init; }

    /// <summary>Of the history records, those with a step below the newest one.</summary>
    public long LateRows { get; init; }

    /// <summary>Log calls whose step was below 0 or above 2⁵³: their rows stand at the next step instead.</summary>
    public long StepsReplaced { get; init; }

    /// <summary>
    /// Rows held open that grew too large and were written in several history records of the same step, and <c>LogEvery</c> windows that
    /// ended early because they had grown too large.
    /// </summary>
    public long SplitRows { get; init; }

    /// <summary>History records that the server has as they are, a line each.</summary>
    public long OnServer { get; init; }

    /// <summary>History records for which the server has a line that says that they were too long to be sent.</summary>
    public long MarkersTooLong { get; init; }

    /// <summary>History records for which the server has a line that says that they could not be read.</summary>
    public long MarkersUnreadable { get; init; }

    /// <summary>
    /// Values logged as NaN because they never arrived, objects that were lost with their process, values in whose place a text says why they
    /// are not there, settings that were refused, and what was cut off: images of a list and rows of a table beyond what W&amp;B takes.
    /// </summary>
    public long ValuesLost { get; init; }

    /// <summary>Of the values lost in this process, deferred ones that whoever was to deliver them could not: a device or call failed.</summary>
    public long ValuesFailed { get; init; }

    /// <summary>Of the values lost in this process, deferred ones that had not come within <c>wandb.deferred.timeout</c>.</summary>
    public long ValuesTimedOut { get; init; }

    /// <summary>Of the values lost in this process, deferred ones behind which half of the memory buffer waited.</summary>
    public long ValuesCrowdedOut { get; init; }

    /// <summary>Of the values lost in this process, deferred ones whose device had too many values under way already.</summary>
    public long ValuesWithoutSlot { get; init; }

    /// <summary>Of the values lost in this process, deferred ones that had not come when the run ended.</summary>
    public long ValuesUnfinished { get; init; }

    /// <summary>
    /// Log calls that took longer than 1 ms: the third is warned of. Rows of numbers that found room are never among them, nor are a run's first
    /// 20 calls with anything else, whose code is just being compiled.
    /// </summary>
    public long SlowCalls { get; init; }

    /// <summary>Console writes that are missing: rows come before them, and half of the ring was full.</summary>
    public long OutputLost { get; init; }

    /// <summary>Artifacts that were not logged and files that were not saved: they were gone, or could not be read or copied, or not in time.</summary>
    public long FilesLost { get; init; }

    /// <summary>Items set aside because they could not be read; 0 unless memory was damaged.</summary>
    public long Poisoned { get; init; }

    /// <summary>All Log calls that were refused.</summary>
    public long Refused => RefusedFull + RefusedClosed + RefusedOther;

    /// <summary>All history records for which the server has a marker line in their place.</summary>
    public long MarkerLines => MarkersTooLong + MarkersUnreadable;

    /// <summary>History records that the server does not have yet.</summary>
    public long Waiting => HistoryRecords - OnServer - MarkerLines;

    /// <summary>Log calls that are in the log.</summary>
    public long InLog => Merged + HistoryRecords - AggregateRows;

    /// <summary>Log calls that were taken: they are kept.</summary>
    public long Accepted => InRing + InLog;

    /// <summary>Log calls made.</summary>
    public long Offered => Refused + Accepted;

    /// <summary>A line for people: <c>1000 rows: 0 refused, 12 in the buffer, 988 in the log; of its 988 records 900 on the server, 88 waiting</c>, and what is missing.</summary>
    public override string ToString()
    {
        var merged = Merged > 0 ? $" ({Merged} merged into others)" : "";
        var markers = MarkerLines > 0 ? $", {MarkerLines} there as a marker only" : "";
        var lost = string.Concat(new[] { (ValuesLost, "values"), (OutputLost, "console writes"), (FilesLost, "files") }
            .Where(loss => loss.Item1 > 0).Select(loss => $"; {loss.Item1} {loss.Item2} missing"));
        return $"{Offered} rows: {Refused} refused, {InRing} in the buffer, {InLog} in the log{merged}; "
            + $"of its {HistoryRecords} records {OnServer} on the server{markers}, {Waiting} waiting{lost}";
    }
}
