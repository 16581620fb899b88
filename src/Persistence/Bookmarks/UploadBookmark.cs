namespace WandbActors.Persistence.Bookmarks;

/// <summary>
/// "The server has everything of this log up to record n." Only what the server has confirmed counts, so a bookmark that is behind, or
/// lost, costs sending again and nothing else. Every field only grows, so events may arrive twice or out of order.
/// </summary>
/// <param name="LogId">The log's guid; for foreign logs the hash of their <c>run</c> record.</param>
internal sealed record UploadBookmark(string LogId)
{
    /// <summary>The last record that the server has, with all before it; 0 for none.</summary>
    public long RecordNumber { get; init; }

    /// <summary>The lines of this log that the server has.</summary>
    public LineCounts Lines { get; init; }

    /// <summary>
    /// The lines that the server had before this log's first one; all 0 for a fresh run. <c>null</c> until sending begins; then it never
    /// changes, or lines already sent would get another place.
    /// </summary>
    public LineCounts? Bases { get; init; }

    /// <summary>Whether the server has the whole log and knows how the run ended.</summary>
    public bool IsCompleted { get; init; }

    public UploadBookmark Apply(IBookmarkEvent happened) => happened switch
    {
        BookmarkOpened opened => this with { Bases = Bases ?? opened.Bases },
        BookmarkAdvanced advanced => this with
        {
            RecordNumber = Math.Max(RecordNumber, advanced.RecordNumber),
            Lines = LineCounts.Max(Lines, advanced.Lines),
            Bases = Bases ?? advanced.Bases,
        },
        BookmarkCompleted => this with { IsCompleted = true },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "No event of a bookmark."),
    };
}
