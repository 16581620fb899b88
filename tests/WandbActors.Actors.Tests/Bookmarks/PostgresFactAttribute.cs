namespace WandbActors.Actors.Tests.Bookmarks;

/// <summary>A fact about PostgreSQL: skipped, with the reason, where there is none.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Problem;
}
