using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Bookmarks;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Bookmarks;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Tests.Bookmarks;

/// <summary>What holds for the bookmark wherever it is kept.</summary>
public abstract class BookmarkStoreSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly LineCounts Bases = new(100, 7, 3);

    private readonly string _settings;
    private readonly string _logId = $"{Guid.NewGuid():N}"; // other specs may use the same store

    protected BookmarkStoreSpecs(string settings) : base(ConfigOf(settings)) => _settings = settings;

    [Fact]
    public virtual async Task A_log_that_was_never_sent_has_an_empty_bookmark()
    {
        var uploader = CreateTestProbe();

        uploader.ChildActorOf(BookmarkActor.PropsFor(_logId, Open(Sys).PluginId));

        Assert.Equal(new UploadBookmark(_logId), (await uploader.ExpectMsgAsync<BookmarkRecovered>(Patience)).Bookmark);
    }

    [Fact]
    public virtual async Task Another_process_finds_what_was_kept()
    {
        var journal = Open(Sys);
        var bookmark = await Opened(journal);
        var kept = await Advanced(bookmark, 25);
        await bookmark.GracefulStop(Patience);
        await journal.CloseAsync();

        using var other = ActorSystem.Create("other", ConfigOf(_settings));
        var recovered = await Recover(other);

        Assert.Equal(new UploadBookmark(_logId) { RecordNumber = 25, Lines = new(25, 5, 0), Bases = Bases }, kept);
        Assert.Equal(kept, recovered);
        await other.Terminate();
    }

    [Fact]
    public virtual async Task Opening_again_answers_with_the_bases_that_hold()
    {
        await (await Opened(Open(Sys))).GracefulStop(Patience);
        var again = Started(Sys, Open(Sys));

        var kept = await again.Ask<BookmarkKept>(new OpenBookmark(new(130, 9, 0)), Patience);

        Assert.Equal(Bases, kept.Bookmark.Bases);
    }

    [Fact]
    public virtual async Task An_older_advance_writes_nothing()
    {
        var bookmark = await Opened(Open(Sys));
        await Advanced(bookmark, 10);
        var before = await EventsAsync();

        await Advanced(bookmark, 5);

        Assert.Equal(before, await EventsAsync());
    }

    [Fact]
    public virtual async Task Completion_is_kept()
    {
        var bookmark = await Opened(Open(Sys));
        await Advanced(bookmark, 10);
        await bookmark.Ask<BookmarkKept>(new CompleteBookmark(), Patience);
        await bookmark.GracefulStop(Patience);

        Assert.True((await Recover(Sys)).IsCompleted);
    }

    [Fact]
    public virtual async Task Events_stand_under_their_short_names_and_in_their_own_bytes()
    {
        var bookmark = await Opened(Open(Sys));
        await Advanced(bookmark, 10);
        await bookmark.Ask<BookmarkKept>(new CompleteBookmark(), Patience);

        Assert.Equal(["7701 o1 640703", "7701 a1 0a0a0200640703", "7701 c1 "], await EventsAsync());
    }

    [Fact]
    public virtual async Task It_stays_small_however_often_the_bookmark_advances()
    {
        var bookmark = await Opened(Open(Sys));

        // It is cut every 500 events, behind whoever writes: the last cut is long done at the end.
        for (var number = 1; number <= 5_200; number++)
            await Advanced(bookmark, number);
        await bookmark.GracefulStop(Patience);

        Assert.InRange((await EventsAsync()).Length, 1, 501);
        Assert.Equal((5_200, Bases), ((await Recover(Sys)).RecordNumber, (await Recover(Sys)).Bases));
    }

    private protected abstract BookmarkJournal Open(ActorSystem system);

    protected abstract DbConnection Connect();

    private static Config ConfigOf(string settings) => ConfigurationFactory.ParseString(settings).WithFallback(WandbSettings.Reference);

    private IActorRef Started(ActorSystem system, BookmarkJournal journal) => system.ActorOf(BookmarkActor.PropsFor(_logId, journal.PluginId));

    private async Task<IActorRef> Opened(BookmarkJournal journal)
    {
        var bookmark = Started(Sys, journal);
        await bookmark.Ask<BookmarkKept>(new OpenBookmark(Bases), Patience);
        return bookmark;
    }

    private static async Task<UploadBookmark> Advanced(IActorRef bookmark, int number) =>
        (await bookmark.Ask<BookmarkKept>(new AdvanceBookmark(number, new(number, number / 5, 0)), Patience)).Bookmark;

    // An older advance is answered with what is kept.
    private Task<UploadBookmark> Recover(ActorSystem system) => Advanced(Started(system, Open(system)), 0);

    private async Task<string[]> EventsAsync()
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = $"SELECT identifier, manifest, message FROM journal WHERE persistence_id = 'upload-{_logId}' ORDER BY sequence_number";
        await using var rows = await query.ExecuteReaderAsync();
        var events = new List<string>();
        while (await rows.ReadAsync())
            events.Add($"{rows.GetValue(0)} {rows.GetString(1)} {Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(2))}");
        return [.. events];
    }
}
