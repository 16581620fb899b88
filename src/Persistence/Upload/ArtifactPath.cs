namespace WandbActors.Persistence.Upload;

/// <summary>Where a version of an artifact is: <c>entity/project/name:version</c>, its version a number (<c>v3</c>) or an alias.</summary>
internal sealed record ArtifactPath(string Entity, string Project, string Name)
{
    /// <summary>Reads a name with or without entity and project, which are the run's then, and with or without a version, which is <c>latest</c> then.</summary>
    public static ArtifactPath Of(string text, RunPath run)
    {
        var parts = text.Split('/');
        var name = parts[^1].Contains(':', StringComparison.Ordinal) ? parts[^1] : $"{parts[^1]}:{Artifacts.ArtifactDraft.Latest}";
        return parts.Length switch
        {
            1 => new ArtifactPath(run.Entity, run.Project, name),
            2 => new ArtifactPath(run.Entity, parts[0], name),
            _ => new ArtifactPath(parts[^3], parts[^2], name),
        };
    }

    public override string ToString() => $"{Entity}/{Project}/{Name}";
}
