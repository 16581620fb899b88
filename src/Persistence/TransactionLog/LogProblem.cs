namespace WandbActors.Persistence.TransactionLog;

/// <summary>What is wrong with a log, for people: where in the file, and why.</summary>
internal sealed record LogProblem(long Offset, string Reason)
{
    public override string ToString() => $"{Reason} at byte {Offset}";
}
