using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Syncing;

/// <summary>What a watch remembers of a log. Immutable.</summary>
/// <param name="SentLength">Its length when it was last sent; <c>null</c> when it has not been.</param>
/// <param name="TriedLength">Its length when that last failed.</param>
/// <param name="RetryAt">When it is tried again although it has not changed.</param>
/// <param name="Pause">How long that was put off.</param>
internal sealed record WatchedLog(long? SentLength, long? TriedLength, DateTimeOffset RetryAt, TimeSpan Pause)
{
    /// <summary>A log that was not seen before: one that somebody has sent counts as sent, unless it is to be sent again.</summary>
    public static WatchedLog AtFirst(string path, long length, bool includesSynced) =>
        new(!includesSynced && SyncedShare.Of(new RunPlace(path)).IsWhole ? length : null, null, default, default);

    public static WatchedLog Sent(long length) => new(length, null, default, default);

    public WatchedLog Failed(long length, DateTimeOffset now, TimeSpan firstPause, TimeSpan longestPause)
    {
        var pause = TriedLength != length || Pause == TimeSpan.Zero ? firstPause : Pause * 2 < longestPause ? Pause * 2 : longestPause;
        return this with { TriedLength = length, RetryAt = now + pause, Pause = pause };
    }

    public bool IsDue(long length, DateTimeOffset now) => length != SentLength && (length != TriedLength || now >= RetryAt);
}
