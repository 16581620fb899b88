namespace WandbActors.TestKit;

/// <summary>What a test expects of a run's ledger.</summary>
public static class LedgerExpectations
{
    /// <summary>
    /// The ledger adds up: no figure is below zero, nothing is on the server that is not in the log, and each Log call is in one place:
    /// <c>offered = refused + in the ring + merged + history records - aggregate rows</c>.
    /// </summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="offered">How many Log calls were made, as the test knows; <c>null</c> if it does not.</param>
    /// <returns>The ledger.</returns>
    /// <exception cref="WandbAssertionException">It does not; the message has the figures.</exception>
    public static Ledger ShouldBalance(this Ledger ledger, long? offered = null)
    {
        List<string> problems = [.. FiguresOf(ledger).Where(figure => figure.Value < 0).Select(figure => $"{figure.Name} is {figure.Value}")];
        if (ledger.LateRows > ledger.HistoryRecords)
            problems.Add($"more rows came late ({ledger.LateRows}) than there are ({ledger.HistoryRecords})");
        var placed = ledger.Refused + ledger.InRing + ledger.Merged + ledger.HistoryRecords - ledger.AggregateRows;
        if (offered is { } calls && calls != placed)
            problems.Add($"{calls} calls were made, and {placed} are accounted for");

        return problems.Count == 0 ? ledger : throw new WandbAssertionException($"The ledger does not add up: {string.Join("; ", problems)}. {ledger}");
    }

    /// <summary>Nothing was lost: no row was refused, no value is missing, no row stands as a marker on the server.</summary>
    /// <returns>The ledger.</returns>
    /// <exception cref="WandbAssertionException">Something was; the message has the figures.</exception>
    public static Ledger ShouldHaveLostNothing(this Ledger ledger)
    {
        List<(string Name, long Value)> losses =
        [
            (nameof(Ledger.Refused), ledger.Refused),
            (nameof(Ledger.ValuesLost), ledger.ValuesLost),
            (nameof(Ledger.MarkerLines), ledger.MarkerLines),
            (nameof(Ledger.FilesLost), ledger.FilesLost),
            (nameof(Ledger.OutputLost), ledger.OutputLost),
            (nameof(Ledger.Poisoned), ledger.Poisoned),
        ];
        losses.RemoveAll(loss => loss.Value == 0);
        return losses.Count == 0
            ? ledger
            : throw new WandbAssertionException($"Something was lost: {string.Join(", ", losses.Select(loss => $"{loss.Name} is {loss.Value}"))}.");
    }

    private static (string Name, long Value)[] FiguresOf(Ledger ledger) =>
    [
        (nameof(Ledger.Refused), ledger.Refused),
        (nameof(Ledger.InRing), ledger.InRing),
        (nameof(Ledger.Merged), ledger.Merged),
        (nameof(Ledger.AggregateRows), ledger.AggregateRows),
        (nameof(Ledger.HistoryRecords), ledger.HistoryRecords),
        (nameof(Ledger.OnServer), ledger.OnServer),
        (nameof(Ledger.MarkerLines), ledger.MarkerLines),
        (nameof(Ledger.Waiting), ledger.Waiting),
        (nameof(Ledger.InLog), ledger.InLog),
        (nameof(Ledger.ValuesLost), ledger.ValuesLost),
    ];
}
