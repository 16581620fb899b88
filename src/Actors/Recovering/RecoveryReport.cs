namespace WandbActors.Actors.Recovering;

/// <summary>What a recovery has found and done.</summary>
/// <param name="Run">What was left behind.</param>
/// <param name="Rows">Log calls that were only in the row buffer; they are in the log now.</param>
/// <param name="Records">Other things that were handed over and only in the row buffer, likewise.</param>
/// <param name="ValuesLost">Values of these rows that were awaited, or were objects of the process.</param>
/// <param name="Problems">What could not be read, sentences for people. Most often none.</param>
internal sealed record RecoveryReport(LeftBehindRun Run, long Rows, long Records, long ValuesLost, IReadOnlyList<string> Problems)
{
    /// <summary>Whether everything that was logged is in the log.</summary>
    public bool IsWhole => Problems.Count == 0;

    /// <summary>One sentence for people.</summary>
    public override string ToString()
    {
        var lost = ValuesLost > 0 ? $"; {ValuesLost} values had not arrived, or were not written yet, and are lost" : "";
        return $"Run {Run.RunId} was interrupted: {Rows} rows that were not in its log yet were recovered into {Run.LogPath}{lost}";
    }
}
