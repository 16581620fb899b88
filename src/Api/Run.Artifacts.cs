using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Staging.StagingProtocol;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;

namespace WandbActors;

public sealed partial class Run
{
    /// <summary>
    /// Logs an artifact as it is now: its files are copied into the run's directory, then the server gets what it has not got yet. All of that
    /// happens behind this call; it waits for nothing. Files may be changed again once <see cref="LoggedArtifact.WaitUntilStagedAsync"/> is done. An artifact that
    /// holds what the newest version holds becomes no new version.
    /// </summary>
    /// <param name="artifact">The artifact; may be changed and logged again later.</param>
    /// <param name="aliases">Names for this version besides <c>latest</c>, such as <c>best</c>.</param>
    /// <exception cref="WandbException">It is <c>null</c>, or an alias, a tag or the metadata is not allowed.</exception>
    public LoggedArtifact LogArtifact(Artifact artifact, IEnumerable<string>? aliases = null) => Log(artifact, aliases ?? [], isUsed: false);

    /// <summary>Logs a file or a directory as an artifact of its own, as the form with an <see cref="Artifact"/> does.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="name">The artifact's name; <c>null</c>: <c>run-ID-NAME</c> with the run's id and the file's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="aliases">Names for this version besides <c>latest</c>.</param>
    /// <exception cref="WandbException">There is no such file or directory, or a name is not allowed.</exception>
    public LoggedArtifact LogArtifact(string path, string? name = null, string type = "unspecified", IEnumerable<string>? aliases = null)
    {
        var artifact = new Artifact(name ?? ArtifactName.Of($"run-{Id}-{Path.GetFileName(Path.TrimEndingDirectorySeparator(path ?? ""))}"), type);
        return LogArtifact(System.IO.Directory.Exists(path) ? artifact.AddDirectory(path) : artifact.AddFile(path ?? ""), aliases);
    }

    /// <summary>
    /// Says that the run uses an artifact that the server has, for the graph of what was made of what. Waits for nothing; in an offline run the
    /// server is told when the run is synced.
    /// </summary>
    /// <param name="name"><c>name:version</c>, with <c>project/</c> or <c>entity/project/</c> before it when it is not in the run's own; the version is a number (<c>v3</c>) or an alias, <c>latest</c> if there is none.</param>
    /// <exception cref="WandbException">That is no name of an artifact.</exception>
    public UsedArtifact UseArtifact(string name)
    {
        if (!ArtifactName.IsReference(name))
            throw new WandbException($"\"{name}\" is no name of an artifact: use name:version, project/name:version or entity/project/name:version.");

        if (_session is not { } session)
            return new UsedArtifact(name, Task.FromResult<ArtifactSettled?>(null));

        session.Append(new Record { UseArtifact = new UseArtifactRecord { Name = name } });
        return new UsedArtifact(name, Settled(session, name));
    }

    /// <summary>Logs an artifact that the run has not made but uses, such as a data set that was on this machine before.</summary>
    /// <inheritdoc cref="LogArtifact(Artifact, IEnumerable{string})"/>
    public LoggedArtifact UseArtifact(Artifact artifact, IEnumerable<string>? aliases = null) => Log(artifact, aliases ?? [], isUsed: true);

    private LoggedArtifact Log(Artifact artifact, IEnumerable<string> aliases, bool isUsed)
    {
        if (artifact is null)
            throw new WandbException("There is no artifact to log: this is null.");

        var draft = ArtifactOrder.Of(artifact, aliases, Identity, isUsed);
        if (_session is not { } session)
            return new LoggedArtifact(artifact.Name, Task.FromResult<ArtifactStaged?>(null), Task.FromResult<ArtifactSettled?>(null));

        session.Buffer.NoteIfLate();
        var settled = Settled(session, draft.ClientId);
        session.Pending.Begin(files: 1);
        return new LoggedArtifact(artifact.Name, StageAsync(session, new StageArtifact(draft, [.. artifact.Contents.Select(content => content.Now())])), settled);
    }

    // An actor that has ended answers nobody.
    private async Task<ArtifactStaged?> StageAsync(RunSession session, StageArtifact order)
    {
        using var pending = new CancellationTokenSource();
        var answer = Staging.Ask<ArtifactStaged>(order, pending.Token);
        await Task.WhenAny(answer, session.Ended).ConfigureAwait(false);
        if (answer.IsCompleted)
            return await answer.ConfigureAwait(false);

        await pending.CancelAsync().ConfigureAwait(false);
        return null;
    }

    private static Task<ArtifactSettled?> Settled(RunSession session, string key) =>
        session.Target is null ? Task.FromResult<ArtifactSettled?>(null) : session.ArtifactOutcomes.Of(key);
}
