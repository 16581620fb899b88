using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Bookmarks;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Tests.Bookmarks;

[Collection(nameof(ScriptedJournal))]
public sealed class BookmarkActorSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly LineCounts Bases = new(100, 7, 0);

    private readonly ScriptedJournal.Script _journal = new();
    private readonly TestProbe _uploader;

    public BookmarkActorSpecs() : base(ConfigurationFactory.ParseString("akka.test.single-expect-default = 30s").WithFallback(ScriptedJournal.Config))
    {
        ScriptedJournal.Current = _journal;
        _uploader = CreateTestProbe();
    }

    [Fact]
    public async Task A_log_that_was_never_sent_has_an_empty_bookmark()
    {
        _ = await Started();

        Assert.Equal(0, _journal.Writes);
    }

    [Fact]
    public async Task What_was_kept_is_recovered()
    {
        _journal.Open();
        var first = await Opened();
        first.Tell(Advance(10), _uploader);
        var kept = (await _uploader.ExpectMsgAsync<BookmarkKept>()).Bookmark;
        await first.GracefulStop(TimeSpan.FromSeconds(30));

        _uploader.ChildActorOf(BookmarkActor.PropsFor("log", ScriptedJournal.PluginId));

        Assert.Equal(kept, (await _uploader.ExpectMsgAsync<BookmarkRecovered>()).Bookmark);
        Assert.Equal(new UploadBookmark("log") { RecordNumber = 10, Lines = new(10, 2, 1), Bases = Bases }, kept);
    }

    [Fact]
    public async Task Opening_again_answers_with_the_bases_that_hold()
    {
        _journal.Open();
        var bookmark = await Opened();

        bookmark.Tell(new OpenBookmark(new(130, 9, 0)), _uploader);

        Assert.Equal(Bases, (await _uploader.ExpectMsgAsync<BookmarkKept>()).Bookmark.Bases);
    }

    [Fact]
    public async Task An_older_advance_is_answered_and_not_written()
    {
        _journal.Open();
        var bookmark = await Opened();
        bookmark.Tell(Advance(10), _uploader);
        await _uploader.ExpectMsgAsync<BookmarkKept>();
        var writes = _journal.Writes;

        bookmark.Tell(Advance(5), _uploader);

        Assert.Equal(10, (await _uploader.ExpectMsgAsync<BookmarkKept>()).Bookmark.RecordNumber);
        Assert.Equal(writes, _journal.Writes);
    }

    [Fact]
    public async Task Advances_that_come_during_a_write_become_one()
    {
        var bookmark = await Started();
        bookmark.Tell(new OpenBookmark(Bases), _uploader);
        for (var number = 1; number <= 100; number++)
            bookmark.Tell(Advance(number), _uploader);

        _journal.Open();

        await _uploader.FishForMessageAsync<BookmarkKept>(kept => kept.Bookmark.RecordNumber == 100);
        Assert.InRange(_journal.Writes, 1, 3);
    }

    [Fact]
    public async Task An_advance_of_a_bookmark_that_is_not_open_is_not_handled()
    {
        _journal.Open();
        var bookmark = await Started();

        bookmark.Tell(Advance(10), _uploader);
        bookmark.Tell(new OpenBookmark(Bases), _uploader);

        Assert.Equal(0, (await _uploader.ExpectMsgAsync<BookmarkKept>()).Bookmark.RecordNumber);
    }

    [Fact]
    public async Task Completion_is_kept()
    {
        _journal.Open();
        var bookmark = await Opened();

        bookmark.Tell(new CompleteBookmark(), _uploader);

        Assert.True((await _uploader.ExpectMsgAsync<BookmarkKept>()).Bookmark.IsCompleted);
    }

    [Fact]
    public async Task It_stops_when_the_journal_fails_and_says_that_it_is_away()
    {
        _journal.Open();
        var bookmark = await Started();
        await _uploader.WatchAsync(bookmark);

        _journal.Failure = new IOException("the disk is gone");
        bookmark.Tell(new OpenBookmark(Bases), _uploader);

        await _uploader.ExpectMsgAsync<BookmarkAway>();
        await _uploader.ExpectTerminatedAsync(bookmark);
    }

    private static AdvanceBookmark Advance(int number) => new(number, new(number, number / 5, number / 10));

    private async Task<IActorRef> Started()
    {
        var bookmark = _uploader.ChildActorOf(BookmarkActor.PropsFor("log", ScriptedJournal.PluginId));
        var recovered = await _uploader.ExpectMsgAsync<BookmarkRecovered>();
        Assert.Equal(new UploadBookmark("log"), recovered.Bookmark);
        return bookmark;
    }

    private async Task<IActorRef> Opened()
    {
        var bookmark = await Started();
        bookmark.Tell(new OpenBookmark(Bases), _uploader);
        await _uploader.ExpectMsgAsync<BookmarkKept>();
        return bookmark;
    }
}
