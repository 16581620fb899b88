using Akka.Actor;
using Microsoft.Data.Sqlite;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Testing;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Tests.Bookmarks;

public sealed class BookmarkJournalSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempDirectory _run = new();

    [Fact]
    public async Task Closed_it_is_one_file_that_nobody_holds()
    {
        var journal = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite);
        await Keep(Sys, journal, "log", 25);

        await journal.CloseAsync();

        Assert.Equal([_run[BookmarkJournal.FileName]], Directory.GetFiles(_run.Path));
        Assert.DoesNotContain(OpenFiles(), file => file.StartsWith(_run.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_was_opened_and_never_used_closes_too()
    {
        var journal = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite);

        await journal.CloseAsync();

        Assert.DoesNotContain(OpenFiles(), file => file.StartsWith(_run.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_directory_has_one_journal_until_all_have_closed_it()
    {
        var first = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite);
        var again = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite);
        await first.CloseAsync();
        await Keep(Sys, again, "log", 25);
        await again.CloseAsync();
        var later = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite);

        Assert.Equal(first.PluginId, again.PluginId);
        Assert.NotEqual(first.PluginId, later.PluginId);
    }

    [Fact]
    public async Task Many_runs_of_one_process_have_a_journal_each()
    {
        var directories = Enumerable.Range(0, 70).Select(run => Directory.CreateDirectory(_run[$"run-{run}"]).FullName).ToArray();
        var journals = directories.Select(directory => BookmarkJournal.Open(Sys, directory, BookmarkJournal.Sqlite)).ToArray();

        var kept = await Task.WhenAll(journals.Select((journal, run) => Keep(Sys, journal, $"log-{run}", run + 1)));

        Assert.All(directories, directory => Assert.True(File.Exists(Path.Combine(directory, BookmarkJournal.FileName))));
        Assert.Equal(Enumerable.Range(1, 70), kept.Select(bookmark => (int)bookmark.RecordNumber));
        await Task.WhenAll(journals.Select(journal => journal.CloseAsync()));
    }

    [Fact]
    public async Task Where_no_file_can_be_written_the_bookmark_is_in_memory_and_says_why()
    {
        var journal = BookmarkJournal.Open(Sys, _run["no such directory"], BookmarkJournal.Sqlite);

        var kept = await Keep(Sys, journal, "log", 25);

        Assert.Contains("unable to open database file", journal.Problem);
        Assert.Equal(kept, await Recover(Sys, journal, "log"));
    }

    [Fact]
    public async Task A_damaged_file_is_left_alone_and_the_bookmark_is_in_memory()
    {
        var damaged = _run.Write(BookmarkJournal.FileName, new string('x', 5000));

        var journal = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite);

        Assert.Contains("not a database", journal.Problem);
        await Keep(Sys, journal, "log", 25);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(damaged));
    }

    [Fact]
    public void Memory_that_was_asked_for_is_no_problem()
    {
        var journal = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Memory);

        Assert.Null(journal.Problem);
        Assert.Empty(Directory.GetFiles(_run.Path));
    }

    [Fact]
    public void A_journal_of_the_users_own_is_used_by_its_id()
    {
        Sys.Settings.InjectTopLevelFallback(ScriptedJournal.Config);

        var journal = BookmarkJournal.Open(Sys, _run.Path, ScriptedJournal.PluginId);

        Assert.Equal(ScriptedJournal.PluginId, journal.PluginId);
        Assert.Null(journal.Problem);
    }

    [Fact]
    public void A_journal_that_is_not_configured_is_said_and_replaced_by_memory()
    {
        var journal = BookmarkJournal.Open(Sys, _run.Path, "akka.persistence.journal.no-such");

        Assert.Contains("akka.persistence.journal.no-such", journal.Problem);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        SqliteConnection.ClearAllPools();
        _run.Dispose();
    }

    private static async Task<UploadBookmark> Keep(ActorSystem system, BookmarkJournal journal, string logId, int number)
    {
        var bookmark = await Opened(system, journal, logId);
        var kept = await Advanced(bookmark, number);
        await bookmark.GracefulStop(Patience);
        return kept;
    }

    private static async Task<IActorRef> Opened(ActorSystem system, BookmarkJournal journal, string logId)
    {
        var bookmark = system.ActorOf(BookmarkActor.PropsFor(logId, journal.PluginId));
        await bookmark.Ask<BookmarkKept>(new OpenBookmark(new(100, 7, 0)), Patience);
        return bookmark;
    }

    private static async Task<UploadBookmark> Advanced(IActorRef bookmark, int number) =>
        (await bookmark.Ask<BookmarkKept>(new AdvanceBookmark(number, new(number, 0, 0)), Patience)).Bookmark;

    // An older advance is answered with what is kept.
    private static async Task<UploadBookmark> Recover(ActorSystem system, BookmarkJournal journal, string logId) =>
        await Advanced(system.ActorOf(BookmarkActor.PropsFor(logId, journal.PluginId)), 0);

    private static string[] OpenFiles() => OperatingSystem.IsLinux()
        ? [.. Directory.GetFiles("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget ?? "")]
        : [];
}
