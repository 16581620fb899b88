using Akka.Actor;
using Microsoft.Data.Sqlite;

namespace WandbActors.Actors.Bookmarks;

/// <summary>
/// Where one run's bookmark is kept: a SQLite file in the run's directory, this process's memory, or a journal of the user's own.
/// Opened when sending starts, closed when it ends; opening a directory again gives the journal that is open, until all have closed it.
/// Any thread.
/// </summary>
internal sealed class BookmarkJournal
{
    /// <summary>The setting for a SQLite file in the run's directory.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The setting for memory: after a restart the log is sent again from its beginning, to the same effect.</summary>
    public const string Memory = "memory";

    public const string FileName = "bookmark.sqlite";

    // WAL stays with the file; NORMAL (no fsync for each event) stays with the connection, which the pool then hands to the journal.
    private const string OnDisk = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";

    // WAL shares memory between its users, which a network filesystem does not.
    private const string OnNetwork = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL";

    private const string MemoryPluginId = "akka.persistence.journal.inmem";

    // A journal that does not stop in this time is left to itself; nothing waits for it but the file.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ActorSystem _system;
    private readonly string? _connectionString;

    private BookmarkJournal(ActorSystem system, string pluginId, string? connectionString = null, string? problem = null)
    {
        _system = system;
        _connectionString = connectionString;
        PluginId = pluginId;
        Problem = problem;
    }

    /// <summary>The journal's plugin id, for a <see cref="BookmarkActor"/>.</summary>
    public string PluginId { get; }

    /// <summary>Why the bookmark is in memory although another place was asked for; for people.</summary>
    public string? Problem { get; }

    /// <summary>Opens the journal; never throws for what the disk or the settings are like, but falls back to memory and says why.</summary>
    /// <param name="system">Any actor system: what the journal needs of its configuration is added.</param>
    /// <param name="runDirectory">The run's directory; it must exist.</param>
    /// <param name="store"><see cref="Sqlite"/>, <see cref="Memory"/>, or the id of a configured journal plugin.</param>
    /// <param name="driveTypeOf">What kind of drive a directory is on; the system knows by default.</param>
    public static BookmarkJournal Open(ActorSystem system, string runDirectory, string store, Func<string, DriveType>? driveTypeOf = null)
    {
        Akka.Persistence.Persistence.Instance.Apply(system); // brings the plugins' fallback settings, the one in memory included
        return store switch
        {
            Memory => new(system, MemoryPluginId),
            Sqlite => OpenSqlite(system, Path.GetFullPath(runDirectory), driveTypeOf ?? (directory => new DriveInfo(directory).DriveType)),
            _ when system.Settings.Config.HasPath(store) => new(system, store),
            _ => InMemory(system, $"there is no journal plugin '{store}' in the configuration"),
        };
    }

    /// <summary>
    /// Closes the file, unless somebody else has it open, so that its directory can be moved or deleted. The <see cref="BookmarkActor"/> must have stopped. Never throws.
    /// </summary>
    public async Task CloseAsync()
    {
        if (_connectionString is null)
            return;

        if (!await BookmarkPlugins.Of(_system).LeaveAsync(PluginId, CloseTimeout).ConfigureAwait(false))
            return;

        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static BookmarkJournal OpenSqlite(ActorSystem system, string runDirectory, Func<string, DriveType> driveTypeOf)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(runDirectory, FileName) }.ToString();
        try
        {
            Prepare(connectionString, driveTypeOf(runDirectory) == DriveType.Network ? OnNetwork : OnDisk);
        }
        catch (Exception problem) // no directory, a full or read-only disk, a damaged file, no native library: the run goes on all the same
        {
            return InMemory(system, problem.GetBaseException().Message.ReplaceLineEndings("\n").Split('\n')[0]);
        }

        return new(system, BookmarkPlugins.Of(system).PluginFor(connectionString), connectionString);
    }

    private static BookmarkJournal InMemory(ActorSystem system, string reason) => new(system, MemoryPluginId, problem:
        $"The upload bookmark is kept in memory only, so a restart sends the run's log from its beginning again (to the same effect): {reason}");

    // The version is written, so a file that cannot be written to is found out here.
    private static void Prepare(string connectionString, string mode)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = $"{mode}; PRAGMA user_version = 1";
        pragmas.ExecuteNonQuery();
    }
}
