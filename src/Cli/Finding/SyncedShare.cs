using WandbActors.Actors.Bookmarks;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence;

namespace WandbActors.Cli.Finding;

/// <summary>
/// How much of a log the server has confirmed, by what lies beside it: the marker that a sync leaves, or the bookmark, which is all that a run that was online
/// leaves. Immutable.
/// </summary>
/// <param name="IsWhole">All of it, and how the run ended.</param>
/// <param name="Rows">How many rows; <c>null</c> where the marker says that all, or nothing says anything.</param>
internal sealed record SyncedShare(bool IsWhole, long? Rows)
{
    /// <summary>Nothing lies there: the run was never sent, or by somebody who keeps no note of it here.</summary>
    public static readonly SyncedShare Unknown = new(false, null);

    /// <summary>Whether anything says how far the log was sent.</summary>
    public bool IsKnown => this != Unknown;

    public static SyncedShare Of(RunPlace run)
    {
        if (File.Exists(RunDirectory.SyncedMarkerOf(run.LogPath)))
            return new SyncedShare(true, null);
        if (!KeptBookmark.IsIn(run.Directory))
            return Unknown;

        var bookmark = run.HasLog && LogIdentity.Read(run.LogPath, out _) is { } identity ? KeptBookmark.Read(run.Directory, identity.LogId) : null;
        return new SyncedShare(bookmark?.IsCompleted ?? false, bookmark?.Lines.History ?? 0);
    }
}
