using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Artifacts;

/// <summary>
/// Finds the files of an artifact that a log names. A log may come from anywhere: what it says about paths is believed only where W&amp;B's
/// clients stage files, which is the run's own directory, for logs of ours, and the official client's place in this user's home. Whoever
/// sends such a file still has to see that it has the digest that the log states.
/// </summary>
/// <param name="runDirectory">The directory that the log lies in.</param>
/// <param name="officialStaging">Where the official client stages files on this machine.</param>
internal sealed class StagedFileSearch(string runDirectory, string officialStaging)
{
    /// <summary>Where the official client stages files unless it is told otherwise.</summary>
    public static string OfficialStaging => Path.Combine(
        Environment.GetEnvironmentVariable("WANDB_DATA_DIR") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "wandb"),
        "artifacts",
        "staging");

    /// <summary>The entry's file; <c>null</c> with the problem, for people, when there is none that may be sent.</summary>
    public string? Find(ArtifactRecord artifact, ArtifactManifestEntry entry, out string problem)
    {
        problem = "";
        var own = ArtifactId.IsValid(artifact.ClientId) ? StagedArtifact.Of(runDirectory, artifact.ClientId).Find(entry.Digest) : null;
        if (own is not null && IsPlainFile(own))
            return own;

        if (!IsStagedByOfficialClient(entry.LocalPath))
            problem = $"{entry.Path} is not in {StagedArtifact.RootOf(runDirectory)}, and {entry.LocalPath}, where the log says it lay, is no place that a log may send files from";
        else if (!IsPlainFile(entry.LocalPath))
            problem = $"{entry.Path} is neither in {StagedArtifact.RootOf(runDirectory)} nor at {entry.LocalPath}, where the official client had staged it";
        return problem.Length == 0 ? entry.LocalPath : null;
    }

    private bool IsStagedByOfficialClient(string path) =>
        Path.IsPathFullyQualified(path) && Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(officialStaging));

    private static bool IsPlainFile(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null };
}
