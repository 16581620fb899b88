using Akka.Configuration;
using Akka.Persistence.Sql.Journal;

namespace WandbActors.Actors.Bookmarks;

/// <summary>The journal plugin of one bookmark file: Akka.Persistence.Sql's, told which file by <see cref="BookmarkPlugins"/>.</summary>
internal sealed class SqliteBookmarkJournal(Config plugin) : SqlWriteJournal(WithFile(plugin))
{
    // One writer (SQLite has no more), a pooled connection for each operation (nothing stays open behind a stopped journal), no tables for tags.
    private const string Settings = """
        provider-name = "SQLite.MS"
        auto-initialize = on
        parallelism = 1
        use-clone-connection = off
        tag-write-mode = Csv
        """;

    private static readonly Config Shared = ConfigurationFactory.ParseString(Settings);

    private static Config WithFile(Config plugin)
    {
        var connectionString = BookmarkPlugins.Of(Context.System).ConnectionStringOf(Context.Self.Path.Name);
        return ConfigurationFactory.ParseString($"connection-string = \"\"\"{connectionString}\"\"\"").WithFallback(Shared).WithFallback(plugin);
    }
}
