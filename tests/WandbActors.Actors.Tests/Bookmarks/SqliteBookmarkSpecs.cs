using System.Data.Common;
using Akka.Actor;
using Microsoft.Data.Sqlite;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Testing;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Tests.Bookmarks;

public sealed class SqliteBookmarkSpecs() : BookmarkStoreSpecs("")
{
    private readonly TempDirectory _run = new();

    private string FilePath => _run[BookmarkJournal.FileName];

    // Such files stand in users' run directories: Kept/version-1.sqlite is never written again.
    [Fact]
    public async Task A_file_that_version_1_wrote_is_read()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Bookmarks", "Kept", "version-1.sqlite"), FilePath);
        var uploader = CreateTestProbe();

        uploader.ChildActorOf(BookmarkActor.PropsFor("log", Open(Sys).PluginId));

        Assert.Equal(
            new UploadBookmark("log") { RecordNumber = 1_000, Lines = new(996, 3, 0), Bases = new(300, 5, 17), IsCompleted = true },
            (await uploader.ExpectMsgAsync<BookmarkRecovered>(TimeSpan.FromMinutes(2))).Bookmark);
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
