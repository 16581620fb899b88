using Akka.Actor;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Uploading;

/// <summary>What a <see cref="SyncActor"/> tells whoever asked for a log to be sent, besides passing on the uploader's news.</summary>
internal static class SyncProtocol
{
    /// <summary>How far a log has been sent. Told at the start, and again whenever the server has confirmed something.</summary>
    /// <param name="SentBytes">Bytes of the log whose records the server has.</param>
    /// <param name="TotalBytes">The log's length.</param>
    public sealed record LogProgressed(long SentBytes, long TotalBytes) : INoSerializationVerificationNeeded;

    /// <summary>The sending of a log has ended.</summary>
    /// <param name="Problem">Why the server has not got all of it; <c>null</c> when it has.</param>
    /// <param name="IsWhole">Whether nothing was lost on the way: no damage in the log, no file given up, nothing refused.</param>
    /// <param name="Remarks">What else the user should know, such as damage in the log.</param>
    /// <param name="HistoryLines">Rows on the server.</param>
    /// <param name="Url">The run's page; <c>null</c> when the server never answered.</param>
    /// <param name="Bases">The lines that the server had before this log's first one.</param>
    public sealed record LogSent(
        string? Problem, bool IsWhole, IReadOnlyList<string> Remarks, long HistoryLines, string? Url, LineCounts Bases = default) : INoSerializationVerificationNeeded;

    /// <summary>Gives up at once: what the server has by now, it has. Answered by <see cref="LogSent"/>.</summary>
    public sealed record StopSync(string Reason) : INoSerializationVerificationNeeded;
}
