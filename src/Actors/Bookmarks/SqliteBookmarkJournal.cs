using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Microsoft.Data.Sqlite;

namespace WandbActors.Actors.Bookmarks;

/// <summary>
/// The journal plugin of one bookmark file, told which one by <see cref="BookmarkPlugins"/>. Its table is the one that Akka.Persistence.Sql makes, so either
/// reads what the other wrote; it is a plugin of our own because that one's mapper takes a second and 40 MB of each process that sends.
/// </summary>
internal sealed class SqliteBookmarkJournal : AsyncWriteJournal
{
    // Part of the format: such files stand in users' run directories.
    private const string Table = """
        CREATE TABLE IF NOT EXISTS journal (
          ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
          created INTEGER NOT NULL,
          deleted Bit NOT NULL,
          persistence_id NVarChar(255) NOT NULL,
          sequence_number INTEGER NOT NULL,
          message VarBinary NOT NULL,
          tags NVarChar(100) NULL,
          manifest NVarChar(500) NULL,
          identifier INTEGER NULL,
          writer_uuid NVarChar(128) NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal (persistence_id, sequence_number);
        """;

    private const string Insert = """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, writer_uuid)
        VALUES ($created, 0, $id, $number, $message, '', $manifest, $serializer, $writer)
        """;

    private const string Select = """
        SELECT sequence_number, message, manifest, identifier, writer_uuid, created FROM journal
        WHERE persistence_id = $id AND deleted = 0 AND sequence_number BETWEEN $from AND $to ORDER BY sequence_number LIMIT $max
        """;

    // The newest stays in any case: the next event's number follows from it.
    private const string Delete = """
        UPDATE journal SET deleted = 1 WHERE persistence_id = $id AND sequence_number <= $to;
        DELETE FROM journal WHERE persistence_id = $id AND deleted = 1 AND sequence_number < (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = $id)
        """;

    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;
    private readonly string _connectionString = BookmarkPlugins.Of(Context.System).ConnectionStringOf(Context.Self.Path.Name);

    // The first that a recovery asks.
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var command = CommandOf(connection, $"{Table}; SELECT MAX(sequence_number) FROM journal WHERE persistence_id = $id", persistenceId);
        return Task.FromResult(command.ExecuteScalar() as long? ?? 0);
    }

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        using var connection = Open();
        using var command = CommandOf(connection, Select, persistenceId, ("$from", fromSequenceNr), ("$to", toSequenceNr), ("$max", max));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var happened = _serialization.Deserialize(rows.GetFieldValue<byte[]>(1), rows.GetInt32(3), rows.GetString(2));
            recoveryCallback(new Persistent(
                happened, rows.GetInt64(0), persistenceId, rows.GetString(2), isDeleted: false, ActorRefs.NoSender, rows.GetString(4), rows.GetInt64(5)));
        }

        return Task.CompletedTask;
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        foreach (var message in messages.SelectMany(write => (IEnumerable<IPersistentRepresentation>)write.Payload))
            Write(connection, message);
        transaction.Commit();
        return Task.FromResult<IImmutableList<Exception>>(null!); // Akka's word for: all were written
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var command = CommandOf(connection, Delete, persistenceId, ("$to", toSequenceNr));
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    private void Write(SqliteConnection connection, IPersistentRepresentation message)
    {
        var serializer = _serialization.FindSerializerFor(message.Payload);
        using var command = CommandOf(
            connection,
            Insert,
            message.PersistenceId,
            ("$created", TimeProvider.System.GetUtcNow().UtcTicks),
            ("$number", message.SequenceNr),
            ("$message", serializer.ToBinary(message.Payload)),
            ("$manifest", Akka.Serialization.Serialization.ManifestFor(serializer, message.Payload)),
            ("$serializer", serializer.Identifier),
            ("$writer", message.WriterGuid));
        command.ExecuteNonQuery();
    }

    // From the pool, for each operation: nothing stays open behind a stopped journal.
    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteCommand CommandOf(SqliteConnection connection, string text, string persistenceId, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("$id", persistenceId);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
