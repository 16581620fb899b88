using static WandbActors.Actors.Uploading.ArtifactsProtocol;

namespace WandbActors;

/// <summary>An artifact that the run uses: the server is told so, and shows the run among its users.</summary>
public sealed class UsedArtifact
{
    private readonly Task<ArtifactSettled?> _settled;

    internal UsedArtifact(string name, Task<ArtifactSettled?> settled)
    {
        Name = name;
        _settled = settled;
    }

    /// <summary>The name by which it is used.</summary>
    public string Name { get; }

    /// <summary>
    /// Waits until the server has said which version that is. <c>null</c> when it does not in this run: the run is offline or disabled or has ended
    /// before, or the server knows no such artifact, which has been said.
    /// </summary>
    public async Task<ArtifactVersion?> WaitAsync(CancellationToken cancellation = default) =>
        await _settled.WaitAsync(cancellation).ConfigureAwait(false) is { Id: { } id } settled ? new ArtifactVersion(id, settled.Version) : null;
}
