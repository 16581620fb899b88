using System.Runtime.Serialization;
using Microsoft.Data.Sqlite;
using WandbActors.Actors.Serialization;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Bookmarks;

/// <summary>What a run directory's bookmark file says, read without an actor system and without keeping anybody from writing it.</summary>
internal static class KeptBookmark
{
    // Events are cumulative, but the newest may be the one that says "completed" and nothing else.
    private const string Select = "SELECT message, manifest FROM journal WHERE persistence_id = $id AND deleted = 0 ORDER BY sequence_number";

    /// <summary>Whether a run's directory has such a file.</summary>
    public static bool IsIn(string runDirectory) => File.Exists(PathIn(runDirectory));

    /// <summary>How far the server has a log; <c>null</c> when there is no file, or none that can be read.</summary>
    /// <param name="runDirectory">The run's directory.</param>
    /// <param name="logId">The log's id, of <see cref="Uploading.LogIdentity"/>.</param>
    public static UploadBookmark? Read(string runDirectory, string logId)
    {
        var path = PathIn(runDirectory);
        if (!File.Exists(path))
            return null;

        try
        {
            return Read(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }, logId);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or SerializationException or InvalidCastException)
        {
            return null;
        }
    }

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, BookmarkJournal.FileName);

    private static UploadBookmark Read(SqliteConnectionStringBuilder file, string logId)
    {
        using var connection = new SqliteConnection(file.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Parameters.AddWithValue("$id", BookmarkActor.PersistenceIdOf(logId));
        using var rows = command.ExecuteReader();
        var bookmark = new UploadBookmark(logId);
        while (rows.Read())
            bookmark = bookmark.Apply(BookmarkSerializer.Read(rows.GetFieldValue<byte[]>(0), rows.GetString(1)));
        return bookmark;
    }
}
