using Akka.Actor;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The messages between <see cref="UploaderActor"/> and whoever owns the log that it sends: a live run's RunActor, or the SyncActor.
/// They stay in the process.
/// </summary>
internal static class UploaderProtocol
{
    /// <summary>The uploader has started, or started again, and asks how long the log is. Answered by <see cref="LogGrown"/>.</summary>
    public sealed record UploaderReady : INoSerializationVerificationNeeded;

    /// <summary>The log may be read up to <paramref name="Offset"/>.</summary>
    /// <param name="Offset">A released offset: no byte before it will ever change.</param>
    /// <param name="IsComplete">Whether nothing will follow.</param>
    public sealed record LogGrown(long Offset, bool IsComplete) : INoSerializationVerificationNeeded;

    /// <summary>The server has everything up to <paramref name="Offset"/>. Told again when it has confirmed anything else, such as a file.</summary>
    public sealed record UploadProgressed(long Offset, long HistoryLines, long MarkerLines) : INoSerializationVerificationNeeded;

    /// <summary>The run is known to the server, in the server's words.</summary>
    public sealed record RunRegistered(string Url, string DisplayName, string Entity) : INoSerializationVerificationNeeded;

    /// <summary>The server cannot be reached or asks to wait; the uploader tries again by itself. Told once for each spell of trouble.</summary>
    public sealed record UploadWaiting(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>The server refused for good: nothing more will be sent.</summary>
    public sealed record UploadStopped(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>The server has everything that could be sent and knows how the run ended.</summary>
    /// <param name="IsWhole">Whether nothing was lost on the way: no damage in the log, no file given up, nothing refused.</param>
    /// <param name="Bases">The lines that the server had before this log's first one.</param>
    public sealed record UploadCompleted(bool IsWhole, LineCounts Bases = default) : INoSerializationVerificationNeeded;

    /// <summary>The server asks the run to stop.</summary>
    public sealed record StopAsked : INoSerializationVerificationNeeded;

    /// <summary>Sends what there is without waiting for the pace.</summary>
    public sealed record HurryUpload : INoSerializationVerificationNeeded;
}
