using Akka.Actor;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Bookmarks;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Bookmarks;

/// <summary>
/// The uploader's side of its bookmark: what is known, and the actor that keeps it. While the journal is away nothing is told; when it is
/// back it is told everything at once. Owned by the uploader.
/// </summary>
internal sealed class BookmarkLink
{
    private readonly BookmarkJournal _journal;
    private readonly IActorRef _keeper;
    private int _onTheWay;
    private BookmarkAdvanced? _held;

    private BookmarkLink(string logId, BookmarkJournal journal, IActorRef keeper)
    {
        _journal = journal;
        _keeper = keeper;
        Known = new UploadBookmark(logId);
    }

    public UploadBookmark Known { get; private set; }

    /// <summary>Why the bookmark is not where it was to be; for people.</summary>
    public string? Problem => _journal.Problem;

    /// <summary>Whether nothing that is noted is kept.</summary>
    public bool IsAway { get; private set; } = true;

    /// <summary>Opens the journal; the actor, a child of the caller, tells what is in it.</summary>
    public static BookmarkLink Open(IActorContext uploader, UploadJob job)
    {
        var journal = BookmarkJournal.Open(uploader.System, job.RunDirectory, job.Settings.Bookmark);
        var keeper = uploader.ActorOf(BookmarkActor.SupervisedPropsFor(job.LogId, journal.PluginId, job.Settings), "bookmark");
        return new BookmarkLink(job.LogId, journal, keeper);
    }

    /// <inheritdoc cref="BookmarkJournal.CloseAsync"/>
    public Task CloseAsync() => _journal.CloseAsync();

    /// <summary>Something has happened; answered by <see cref="BookmarkKept"/> once it is kept, unless the journal is away.</summary>
    public void Note(IBookmarkEvent happened)
    {
        if (_onTheWay > 0 && happened is BookmarkAdvanced advanced)
        {
            _held = advanced;
            return;
        }

        Known = Known.Apply(happened);
        if (!IsAway)
            _keeper.Tell(CommandFor(happened));
    }

    /// <summary>So many alerts and artifacts are on their way: the bookmark does not pass their records before the server has answered.</summary>
    public void Await(int errands) => _onTheWay += errands;

    /// <summary>The server has answered one of them.</summary>
    public void Confirm()
    {
        if (--_onTheWay > 0 || _held is not { } held)
            return;

        _held = null;
        Note(held);
    }

    /// <summary>The journal is away. Returns what is known without it.</summary>
    public UploadBookmark Lose()
    {
        IsAway = true;
        return Known;
    }

    /// <summary>The journal is there, or there again. Returns what is known with it; what it kept first holds, as bases never change.</summary>
    public UploadBookmark Recover(UploadBookmark kept)
    {
        IsAway = false;
        var missed = Known;
        Known = kept;
        if (missed.Bases is { } bases)
        {
            Note(new BookmarkOpened(bases));
            Note(new BookmarkAdvanced(missed.RecordNumber, missed.Lines, bases));
        }

        if (missed.IsCompleted)
            Note(new BookmarkCompleted());
        return Known;
    }

    private static object CommandFor(IBookmarkEvent happened) => happened switch
    {
        BookmarkOpened opened => new OpenBookmark(opened.Bases),
        BookmarkAdvanced advanced => new AdvanceBookmark(advanced.RecordNumber, advanced.Lines),
        BookmarkCompleted => new CompleteBookmark(),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "No event of a bookmark."),
    };
}
