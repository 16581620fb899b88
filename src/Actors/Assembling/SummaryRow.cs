namespace WandbActors.Actors.Assembling;

/// <summary>What the summary says of the newest row itself.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Timestamp">Its time, in Unix seconds.</param>
/// <param name="Runtime">Seconds since the run started.</param>
internal readonly record struct SummaryRow(long Step, double Timestamp, double Runtime);
