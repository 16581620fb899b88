using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using WandbActors.Actors.Bookmarks;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Testing;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Tests.Bookmarks;

public sealed class SqliteBookmarkSpecs() : BookmarkStoreSpecs("")
{
    private const string SqlJournalId = "akka.persistence.journal.sql-reader";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempDirectory _run = new();

    private string FilePath => _run[BookmarkJournal.FileName];

    private string SqlJournal => $$"""
        {{SqlJournalId}} {
          class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
          provider-name = "SQLite.MS"
          connection-string = "Data Source={{FilePath}}"
          auto-initialize = on
        }
        """;

    // Such files stand in users' run directories: Kept/version-1.sqlite is never written again.
    [Fact]
    public async Task A_file_that_version_1_wrote_is_read()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Bookmarks", "Kept", "version-1.sqlite"), FilePath);
        var uploader = CreateTestProbe();

        uploader.ChildActorOf(BookmarkActor.PropsFor("log", Open(Sys).PluginId));

        Assert.Equal(
            new UploadBookmark("log") { RecordNumber = 1_000, Lines = new(996, 3, 0), Bases = new(300, 5, 17), IsCompleted = true },
            (await uploader.ExpectMsgAsync<BookmarkRecovered>(Patience)).Bookmark);
    }

    [Fact]
    public async Task What_is_written_here_Akka_Persistence_Sql_reads()
    {
        var journal = Open(Sys);
        var bookmark = Sys.ActorOf(BookmarkActor.PropsFor("log", journal.PluginId));
        await bookmark.Ask<BookmarkKept>(new OpenBookmark(new(300, 5, 17)), Patience);
        var kept = await bookmark.Ask<BookmarkKept>(new AdvanceBookmark(25, new(25, 5, 0)), Patience);
        await bookmark.GracefulStop(Patience);
        await journal.CloseAsync();

        using var other = ActorSystem.Create("other", ConfigurationFactory.ParseString(SqlJournal).WithFallback(WandbSettings.Reference));
        var read = await other.ActorOf(BookmarkActor.PropsFor("log", SqlJournalId)).Ask<BookmarkKept>(new AdvanceBookmark(0, default), Patience);
        await other.Terminate();

        Assert.Equal(kept.Bookmark, read.Bookmark);
    }

    [Theory]
    [InlineData(DriveType.Fixed, "wal")]
    [InlineData(DriveType.Network, "delete")]
    public async Task The_file_shares_no_memory_on_a_network_filesystem(DriveType drive, string mode)
    {
        var journal = BookmarkJournal.Open(Sys, _run.Path, BookmarkJournal.Sqlite, _ => drive);

        await journal.CloseAsync();

        await using var connection = Connect();
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = "PRAGMA journal_mode";
        Assert.Equal(mode, await query.ExecuteScalarAsync());
    }

    private protected override BookmarkJournal Open(ActorSystem system) => BookmarkJournal.Open(system, _run.Path, BookmarkJournal.Sqlite);

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={FilePath};Pooling=False");

    protected override void AfterAll()
    {
        base.AfterAll();
        SqliteConnection.ClearAllPools();
        _run.Dispose();
    }
}
