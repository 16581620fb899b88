using Akka.Actor;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>What the actors that tell the server about the run itself tell the uploader. They stay in the process.</summary>
internal static class RegistrationProtocol
{
    /// <summary>The server knows the run, and lines may be sent.</summary>
    /// <param name="Run">The run in the server's words.</param>
    /// <param name="Features">What the server can do.</param>
    /// <param name="Lines">The lines that the server has of a run that goes on; <c>null</c> when nobody had to ask.</param>
    /// <param name="SoFar">What the server has made of a run that goes on; <c>null</c> unless the log knows nothing of it.</param>
    public sealed record RunOpened(RegisteredRun Run, ServerFeatures Features, LineCounts? Lines, RunSoFar? SoFar = null) : INoSerializationVerificationNeeded;

    /// <summary>The run has changed. Changes are collected for a while; later parts replace earlier ones.</summary>
    public sealed record NoteChange(RunUpsert Change) : INoSerializationVerificationNeeded;

    /// <summary>Sends what has been collected. Answered by <see cref="ChangesSent"/>.</summary>
    public sealed record SendChanges : INoSerializationVerificationNeeded;

    /// <summary>The server has every change, or has refused it.</summary>
    public sealed record ChangesSent : INoSerializationVerificationNeeded;
}
