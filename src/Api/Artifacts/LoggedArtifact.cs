using static WandbActors.Actors.Staging.StagingProtocol;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;

namespace WandbActors;

/// <summary>An artifact on its way: first into the run's directory, then to the server. Nobody has to wait for it; the end of the run does.</summary>
public sealed class LoggedArtifact
{
    private readonly Task<ArtifactStaged?> _staged;
    private readonly Task<ArtifactSettled?> _settled;

    internal LoggedArtifact(string name, Task<ArtifactStaged?> staged, Task<ArtifactSettled?> settled)
    {
        Name = name;
        _staged = staged;
        _settled = settled;
    }

    /// <summary>The artifact's name.</summary>
    public string Name { get; }

    /// <summary>
    /// Waits until the artifact has been copied and logged: from then on its files may be changed or removed, and it is kept whatever happens to
    /// the process. False when it was not logged, which has been said with the reason, or the run has ended before.
    /// </summary>
    public async Task<bool> WaitUntilStagedAsync(CancellationToken cancellation = default) =>
        await _staged.WaitAsync(cancellation).ConfigureAwait(false) is { Problem: null };

    /// <summary>
    /// Waits until the server has the version, which may be an earlier one that holds the same. <c>null</c> when it does not get it in this run: the
    /// run is offline or disabled or has ended before, or the server refused, which has been said with the reason.
    /// </summary>
    public async Task<ArtifactVersion?> WaitAsync(CancellationToken cancellation = default)
    {
        if (!await WaitUntilStagedAsync(cancellation).ConfigureAwait(false))
            return null;

        return await _settled.WaitAsync(cancellation).ConfigureAwait(false) is { Id: { } id } settled ? new ArtifactVersion(id, settled.Version) : null;
    }
}
