namespace WandbActors.Cli.Syncing;

/// <summary>What became of some logs together.</summary>
/// <param name="ExitCode">Of <see cref="ExitCodes"/>.</param>
/// <param name="Outcomes">Of those that it came to sending.</param>
internal sealed record SyncResult(int ExitCode, IReadOnlyList<SyncOutcome> Outcomes);
