using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Uploading;

/// <summary>What of a run is to be otherwise on the server than its log says. What is <c>null</c> stays as it is. The log is not changed.</summary>
internal sealed record RunRewrite
{
    public static readonly RunRewrite None = new();

    public string? Entity { get; init; }

    public string? Project { get; init; }

    public string? RunId { get; init; }

    public string? JobType { get; init; }

    /// <summary>Tags by those in whose place they stand.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The run record as the server is to see it.</summary>
    public RunRecord Of(RunRecord log)
    {
        var run = log.Clone();
        run.Entity = Entity ?? run.Entity;
        run.Project = Project ?? run.Project;
        run.RunId = RunId ?? run.RunId;
        run.JobType = JobType ?? run.JobType;
        if ((run.Entity, run.Project, run.RunId) != (log.Entity, log.Project, log.RunId))
            run.StorageId = ""; // is another run's there

        var tags = run.Tags.Select(tag => Tags.GetValueOrDefault(tag, tag)).Distinct().ToArray();
        run.Tags.Clear();
        run.Tags.Add(tags);
        return run;
    }
}
