using Akka.Actor;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>What <see cref="OpeningActor"/> tells the uploader, besides passing on what becomes of its calls.</summary>
internal static class OpeningProtocol
{
    /// <summary>Everything that comes before this log is on the server, and the server knows the run.</summary>
    /// <param name="Run">The run in the server's words.</param>
    /// <param name="Features">What the server can do.</param>
    /// <param name="State">Where this log's lines begin; not yet kept anywhere if they are to be sent for the first time.</param>
    /// <param name="Beginning">What its records build upon.</param>
    public sealed record LogOpened(RegisteredRun Run, ServerFeatures Features, SyncState State, LogBeginning Beginning) : INoSerializationVerificationNeeded;
}
