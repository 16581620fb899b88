using Akka.Actor;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Bookmarks;

/// <summary>The messages between <see cref="BookmarkActor"/> and the uploader, with a supervisor between them. They stay in the process.</summary>
internal static class BookmarkProtocol
{
    /// <summary>Told to the parent at each start, before anything else: what the journal has.</summary>
    public sealed record BookmarkRecovered(UploadBookmark Bookmark) : INoSerializationVerificationNeeded;

    /// <summary>Told to the parent when the journal has failed: until the next <see cref="BookmarkRecovered"/> nothing is kept.</summary>
    public sealed record BookmarkAway : INoSerializationVerificationNeeded;

    /// <summary>Keeps the server's line counts. A bookmark that was opened before answers with its own: those hold.</summary>
    /// <param name="Bases">The lines that the server has before this log's first one.</param>
    public sealed record OpenBookmark(LineCounts Bases) : INoSerializationVerificationNeeded;

    /// <summary>Keeps how far the server has the log. An older one changes nothing. One sent before the bookmark was opened is not handled.</summary>
    /// <param name="RecordNumber">The last record that the server has, with all before it.</param>
    /// <param name="Lines">The lines of this log that the server has.</param>
    public sealed record AdvanceBookmark(long RecordNumber, LineCounts Lines) : INoSerializationVerificationNeeded;

    /// <summary>Keeps that the server has the whole log and knows how the run ended.</summary>
    public sealed record CompleteBookmark : INoSerializationVerificationNeeded;

    /// <summary>
    /// This much is stored. Answers every command, except that advances which arrive during a write share one write and one answer, to
    /// the newest of them.
    /// </summary>
    public sealed record BookmarkKept(UploadBookmark Bookmark) : INoSerializationVerificationNeeded;
}
