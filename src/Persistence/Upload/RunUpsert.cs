using System.Text.Json.Nodes;

namespace WandbActors.Persistence.Upload;

/// <summary>What <c>UpsertBucket</c> creates a run with, or changes in it. What is null stays as it is on the server.</summary>
internal sealed record RunUpsert
{
    /// <summary>The server's own id of a run that is resumed or renamed.</summary>
    public string? Id { get; init; }

    /// <summary>The run id, which the server calls the run's name.</summary>
    public required string Name { get; init; }

    public string? Project { get; init; }

    public string? Entity { get; init; }

    public string? GroupName { get; init; }

    public string? DisplayName { get; init; }

    public string? Notes { get; init; }

    public string? Commit { get; init; }

    /// <summary>The config as JSON text. The first one must hold <c>_wandb.value.t</c>: the server resumes no run without it.</summary>
    public string? Config { get; init; }

    public string? Host { get; init; }

    public string? Program { get; init; }

    public string? Repo { get; init; }

    public string? JobType { get; init; }

    public string? Sweep { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>This change and then a later one, as one.</summary>
    public RunUpsert Merge(RunUpsert later) => later with
    {
        Id = later.Id ?? Id,
        GroupName = later.GroupName ?? GroupName,
        DisplayName = later.DisplayName ?? DisplayName,
        Notes = later.Notes ?? Notes,
        Commit = later.Commit ?? Commit,
        Config = later.Config ?? Config,
        Host = later.Host ?? Host,
        Program = later.Program ?? Program,
        Repo = later.Repo ?? Repo,
        JobType = later.JobType ?? JobType,
        Sweep = later.Sweep ?? Sweep,
        Tags = later.Tags ?? Tags,
    };

    /// <summary>The variables, every one of them, as W&amp;B's client sends them: those that it never sets are null.</summary>
    public JsonObject Variables() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["project"] = Project,
        ["entity"] = Entity,
        ["groupName"] = GroupName,
        ["description"] = null,
        ["displayName"] = DisplayName,
        ["notes"] = Notes,
        ["commit"] = Commit,
        ["config"] = Config,
        ["host"] = Host,
        ["debug"] = null,
        ["program"] = Program,
        ["repo"] = Repo,
        ["jobType"] = JobType,
        ["state"] = null,
        ["sweep"] = Sweep,
        ["tags"] = Tags is null ? null : new JsonArray([.. Tags.Select(tag => (JsonNode)tag)]),
        ["summaryMetrics"] = null,
    };
}
