namespace WandbActors.Persistence.Bookmarks;

/// <summary>A fact about what the server has of one log. Facts are cumulative: the newest says all that the older ones said.</summary>
internal interface IBookmarkEvent;

/// <summary>Sending was about to begin, and the server's files had so many lines.</summary>
internal sealed record BookmarkOpened(LineCounts Bases) : IBookmarkEvent;

/// <summary>The server has confirmed everything up to a record. The bases come along, so that every older event may be deleted.</summary>
internal sealed record BookmarkAdvanced(long RecordNumber, LineCounts Lines, LineCounts Bases) : IBookmarkEvent;

/// <summary>The server has the whole log and knows how the run ended.</summary>
internal sealed record BookmarkCompleted : IBookmarkEvent;
