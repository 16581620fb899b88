using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>What reading a log to its end gave: the records, each damage on the way, how it ended and where.</summary>
internal sealed record LogReading(List<byte[]> Records, List<LogProblem> Damages, ReadOutcome Last, long Position);
