using System.Data.Common;
using Akka.Actor;
using Npgsql;
using WandbActors.Actors.Bookmarks;

namespace WandbActors.Actors.Tests.Bookmarks;

public sealed class PostgresBookmarkSpecs(PostgresServer server) : BookmarkStoreSpecs(SettingsFor(server)), IClassFixture<PostgresServer>
{
    [PostgresFact]
    public override Task A_log_that_was_never_sent_has_an_empty_bookmark() => base.A_log_that_was_never_sent_has_an_empty_bookmark();

    [PostgresFact]
    public override Task Another_process_finds_what_was_kept() => base.Another_process_finds_what_was_kept();

    [PostgresFact]
    public override Task Opening_again_answers_with_the_bases_that_hold() => base.Opening_again_answers_with_the_bases_that_hold();

    [PostgresFact]
    public override Task An_older_advance_writes_nothing() => base.An_older_advance_writes_nothing();

    [PostgresFact]
    public override Task Completion_is_kept() => base.Completion_is_kept();

    [PostgresFact]
    public override Task Events_stand_under_their_short_names_and_in_their_own_bytes() => base.Events_stand_under_their_short_names_and_in_their_own_bytes();

    [PostgresFact]
    public override Task It_stays_small_however_often_the_bookmark_advances() => base.It_stays_small_however_often_the_bookmark_advances();

    private protected override BookmarkJournal Open(ActorSystem system) => BookmarkJournal.Open(system, "no directory is needed", system.Settings.Config.GetString("wandb.upload.bookmark"));

    protected override DbConnection Connect() => new NpgsqlConnection(server.ConnectionString);

    private static string SettingsFor(PostgresServer server) =>
        SqlBookmark.Settings("PostgreSQL.15", PostgresServer.Problem is null ? server.ConnectionString : "Host=nowhere");
}
