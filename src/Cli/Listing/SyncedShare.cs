using WandbActors.Actors.Bookmarks;
using WandbActors.Actors.Uploading;
using WandbActors.Cli.Finding;
using WandbActors.Persistence;

namespace WandbActors.Cli.Listing;

/// <summary>How much of a log the server has confirmed. Immutable.</summary>
/// <param name="IsWhole">All of it, and how the run ended.</param>
/// <param name="Rows">How many rows; <c>null</c> when that is not known.</param>
internal sealed record SyncedShare(bool IsWhole, long? Rows)
{
    public static SyncedShare Of(RunPlace run, long rows)
    {
        if (File.Exists(RunDirectory.SyncedMarkerOf(run.LogPath)))
            return new SyncedShare(true, rows);

        var bookmark = run.HasLog && LogIdentity.Read(run.LogPath, out _) is { } identity ? KeptBookmark.Read(run.Directory, identity.LogId) : null;
        return new SyncedShare(false, bookmark?.Lines.History ?? 0);
    }

    /// <summary>For people: <c>all</c>, <c>none</c>, or the rows that the server has.</summary>
    public override string ToString() => IsWhole ? "all" : Rows is > 0 and var rows ? $"{rows} rows" : "none";
}
