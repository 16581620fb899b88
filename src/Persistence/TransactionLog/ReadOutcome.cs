namespace WandbActors.Persistence.TransactionLog;

/// <summary>What one attempt to read a record came to. Each value says what the caller does next.</summary>
internal enum ReadOutcome
{
    /// <summary>A whole record was read; read on.</summary>
    Record,

    /// <summary>There is nothing behind the last record, or nothing yet: of a growing log, read again later.</summary>
    End,

    /// <summary>
    /// The log ends within a record. While it is being written, read again later: more bytes may complete it, and the reader goes back to
    /// where that record begins. In a log that nobody writes any more the record is lost; cut the file at
    /// <see cref="TransactionLogReader.Position"/> before anything is appended.
    /// </summary>
    TornTail,

    /// <summary>Bytes that no writer wrote. Stop, or read on: the reader goes on with the next record that begins in a later block.</summary>
    Damage,

    /// <summary>The file does not begin like a transaction log of the version that we know. Nothing can be read from it.</summary>
    NotALog,
}
