using System.Text.Json;

namespace WandbActors;

/// <summary>
/// Keeps what has been sent of a run in a database server, in place of a SQLite file in the run's directory: for run directories that
/// do not outlive the machine, or that many machines share. One journal holds the logs of any number of runs.
/// </summary>
public static class SqlBookmark
{
    private const string Journal = "akka.persistence.journal.wandb-sql";

    /// <summary>
    /// The settings that do it, for <c>Wandb.Configure</c> or the HOCON of a system of your own:
    /// <c>Wandb.Configure(SqlBookmark.Settings("PostgreSQL.15", "Host=db; Database=wandb; Username=wandb"))</c>. The program references the
    /// database's driver, for PostgreSQL the package Npgsql. Tables are made when they are missing. While the database is away runs are sent
    /// without a bookmark, and a restart in that time sends again, to the same effect.
    /// </summary>
    /// <param name="provider">The database, by linq2db's name for it: <c>PostgreSQL.15</c> (15 or newer), <c>SqlServer.2022</c>, <c>MySql</c> …</param>
    /// <param name="connectionString">How to reach it, as its driver has it.</param>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public static string Settings(string provider, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return $$"""
            {{Journal}} {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              provider-name = {{Quote(provider)}}
              connection-string = {{Quote(connectionString)}}
              auto-initialize = on
            }
            wandb.upload.bookmark = "{{Journal}}"
            """;
    }

    // A text of JSON is one of HOCON.
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
