using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>What of a run has changed, as the server is told.</summary>
internal static class RunUpserts
{
    /// <summary>Takes the changes so far; <c>null</c> when there are none, or it is not known yet what run this is.</summary>
    public static RunUpsert? TakeFrom(RunReplay replay)
    {
        if (replay.Run.Fields is not { } run)
            return null;

        var changes = replay.Run.TakeChanges();
        if (changes == UpsertParts.None)
            return null;

        var upsert = new RunUpsert { Name = run.RunId, Project = run.Project, Entity = OrNull(run.Entity) };
        if (changes.HasFlag(UpsertParts.Config))
            upsert = upsert with { Config = replay.Config.ToJson() };
        return changes.HasFlag(UpsertParts.Run) ? WithFields(upsert, run, replay.Run.Held) : upsert;
    }

    private static RunUpsert WithFields(RunUpsert upsert, RunRecord run, RunRecord held) => upsert with
    {
        Id = OrNull(run.StorageId),
        GroupName = OrHeld(run.RunGroup, held.RunGroup),
        DisplayName = OrNull(run.DisplayName),
        Notes = OrHeld(run.Notes, held.Notes),
        Commit = OrNull(run.Git?.Commit),
        Host = OrNull(run.Host),
        Repo = OrNull(run.Git?.RemoteUrl),
        JobType = OrHeld(run.JobType, held.JobType),
        Sweep = OrNull(run.SweepId),
        Tags = run.Tags.Count > 0 || held.Tags.Count > 0 ? run.Tags : null, // none are no order to take away those that the server has
    };

    private static string? OrHeld(string text, string held) => text.Length > 0 || held.Length > 0 ? text : null;

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
