using WandbActors.Actors.Uploading;

namespace WandbActors.Cli.Syncing;

/// <summary>What became of one log.</summary>
internal sealed record SyncOutcome(FoundLog Log, SyncProtocol.LogSent Sent)
{
    /// <summary>Whether the server has everything that was ever in the log.</summary>
    public bool IsWhole => Sent is { Problem: null, IsWhole: true };

    /// <summary>Whether nothing was sent because another process has the run.</summary>
    public bool IsInUse { get; private init; }

    public static SyncOutcome Unreadable(FoundLog log) => new(log, NotSent(log.Problem));

    public static SyncOutcome InUse(FoundLog log, string holder) => new(log, NotSent($"is in use by {holder}")) { IsInUse = true };

    private static SyncProtocol.LogSent NotSent(string problem) => new(problem, IsWhole: false, Remarks: [], HistoryLines: 0, Url: null);
}
