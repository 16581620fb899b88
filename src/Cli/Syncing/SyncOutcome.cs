using WandbActors.Actors.Uploading;

namespace WandbActors.Cli.Syncing;

/// <summary>What became of one log.</summary>
internal sealed record SyncOutcome(FoundLog Log, SyncProtocol.LogSent Sent)
{
    /// <summary>Whether the server has everything that was ever in the log.</summary>
    public bool IsWhole => Sent is { Problem: null, IsWhole: true };

    public static SyncOutcome Unreadable(FoundLog log) =>
        new(log, new SyncProtocol.LogSent(log.Problem, IsWhole: false, Remarks: [], HistoryLines: 0, Url: null));
}
