using WandbActors.Harness.Children;

namespace WandbActors.Harness.Kills;

/// <summary>What a killed training process leaves to be checked. Immutable.</summary>
/// <param name="Directory">The run's directory; <c>null</c> if it was killed before it had one.</param>
/// <param name="Returned">The calls of each thread that had returned.</param>
/// <param name="HasLogged">Whether its run had started, so that there must be a log.</param>
internal sealed record Attempt(string? Directory, IReadOnlyList<long> Returned, bool HasLogged)
{
    public long Acknowledged => Returned.Sum();

    /// <summary>The log, or a path at which there is none.</summary>
    public string? LogPath(string runId) => Directory is null ? null : Path.Combine(Directory, $"run-{runId}.wandb");

    public static IReadOnlyList<long> ReturnedIn(Acknowledgements acknowledged) =>
        [.. Enumerable.Range(0, Acknowledgements.Threads).Select(thread => acknowledged[thread])];
}
