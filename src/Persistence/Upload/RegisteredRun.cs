using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>A run as the server knows it. Its words are final: entity, project and name go into all later URLs.</summary>
internal sealed record RegisteredRun(
    string StorageId, string Name, string DisplayName, string Project, string Entity, long HistoryLineCount, string? SweepName, bool IsNew)
{
    public RunPath Path => new(Entity, Project, Name);

    /// <summary>Reads the reply to <c>UpsertBucket</c>; null if it does not say where the run is.</summary>
    public static RegisteredRun? Read(JsonElement data)
    {
        if (data.At("upsertBucket", "bucket") is not { } bucket
            || bucket.Text("id") is not { } storageId
            || bucket.Text("name") is not { } name
            || bucket.Text("project", "name") is not { } project
            || bucket.Text("project", "entity", "name") is not { } entity)
            return null;

        return new RegisteredRun(
            storageId,
            name,
            bucket.Text("displayName") ?? name,
            project,
            entity,
            bucket.Integer("historyLineCount") ?? 0,
            bucket.Text("sweepName"),
            data.Flag("upsertBucket", "inserted"));
    }
}
