namespace WandbActors.TestKit;

/// <summary>What a test expects of a run in a simulation. Each throws a <see cref="WandbAssertionException"/> that says what differs, and else returns the run.</summary>
public static class SimulatedRunExpectations
{
    /// <summary>
    /// The server has each row that the run has taken once, in the log's order, as it stands there, and nothing else: none is left in the run's row buffer. Rows that came when
    /// the run's actor was gone were not taken: <see cref="ShouldBalance"/> counts those, if it is told how many there were.
    /// </summary>
    public static SimulatedRun ShouldHaveEachRowOnce(this SimulatedRun run)
    {
        if (run.Ledger.InRing is > 0 and var buffered)
            throw Failure(run, $"has {buffered} rows in its row buffer, which are neither in its log nor on the server");

        var inLog = run.RowsInLog.Select(row => JsonMeaning.Of(row.Json)).ToList();
        var onServer = inLog.Count == 0 ? [] : run.OnServer.History.Select(JsonMeaning.Of).ToList();
        if (RowDifference.Of(inLog, onServer, row => row) is { } difference)
            throw Failure(run, $"has {inLog.Count} rows in its log and {onServer.Count} on the server: {difference}");

        return inLog.SequenceEqual(onServer) ? run : throw Failure(run, "has its rows on the server in another order than in its log");
    }

    /// <summary>
    /// The ledger adds up (see <see cref="LedgerExpectations.ShouldBalance"/>), the log has the rows that it counts, and the server has those that it counts: no fewer
    /// while the run goes on, as an answer may be on its way, and exactly those when it has ended with all of it sent.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="offered">How many rows the run was told of, as the test knows; <c>null</c> if it does not.</param>
    public static SimulatedRun ShouldBalance(this SimulatedRun run, long? offered = null)
    {
        var ledger = run.Ledger.ShouldBalance(offered);
        var inLog = run.RowsInLog.Count;
        if (inLog != ledger.HistoryRecords)
            throw Failure(run, $"counts {ledger.HistoryRecords} rows in its log, which has {inLog}");

        var sent = ledger.OnServer + ledger.MarkerLines;
        var onServer = sent == 0 ? 0 : run.OnServer.History.Count;
        if (onServer < sent || (run.IsFinished && run.Status.Upload == UploadState.Complete && onServer != ledger.HistoryRecords))
            throw Failure(run, $"counts {sent} of {ledger.HistoryRecords} rows on the server, which has {onServer}");

        return run;
    }

    private static WandbAssertionException Failure(SimulatedRun run, string what) => new($"Run {run.Id} {what}.");
}
