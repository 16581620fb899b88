using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Uploading;

/// <summary>What a log's own records build upon: known once its run is registered, and everything that comes before it is sent. Immutable.</summary>
/// <param name="SoFar">What earlier attempts have left, where the log itself does not say; else <c>null</c>.</param>
/// <param name="EarlierOutput">The console of earlier attempts as a file; <c>null</c> when there is none here.</param>
/// <param name="OutputName">What the file of this log's console is called, below <c>files/</c>.</param>
internal sealed record LogBeginning(RunSoFar? SoFar, string? EarlierOutput, string OutputName)
{
    /// <summary>
    /// How the run has ended by a later attempt, which says what the run is now: of this one only lines, artifacts and files of its own are
    /// sent. <c>null</c> for the newest one.
    /// </summary>
    public int? LaterExitCode { get; init; }
}
