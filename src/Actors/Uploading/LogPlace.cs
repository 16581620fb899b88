using System.Security.Cryptography;
using System.Text;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// A run on a server that a log is sent to. What is remembered of the sending (bookmark, where the lines begin) belongs to the place: the
/// first one that a log is sent to has the plain names, another one names with a mark of its own, so that both can be sent, and sent again.
/// </summary>
/// <param name="Text">The place itself, to compare.</param>
/// <param name="Mark">What is added to the names; empty for the first place.</param>
internal sealed record LogPlace(string Text, string Mark)
{
    private const int MarkLength = 8;

    /// <summary>The place of a run that is logged just now: there is none before it.</summary>
    public static LogPlace First(ServerAddress server, RunRecord run) => new(TextOf(server, run), "");

    /// <summary>The place that a log is sent to.</summary>
    /// <param name="logPath">The log.</param>
    /// <param name="server">The server.</param>
    /// <param name="run">The run as the server is to see it.</param>
    public static LogPlace Of(string logPath, ServerAddress server, RunRecord run)
    {
        var text = TextOf(server, run);
        return new LogPlace(text, IsFirst(SyncState.Read(logPath), text) ? "" : MarkOf(text));
    }

    /// <summary>What is kept of this place beside a log, which need not be the one that it is of.</summary>
    public SyncState? StateBeside(string logPath)
    {
        var first = SyncState.Read(logPath);
        return IsFirst(first, Text) ? first : SyncState.Read(logPath, MarkOf(Text));
    }

    // W&B's own tools say of none.
    private static bool IsFirst(SyncState? first, string text) => first?.Place is not { } place || text.Length == 0 || place == text;

    private static string TextOf(ServerAddress server, RunRecord run) => $"{server.BaseUrl} {run.Entity}/{run.Project}/{run.RunId}";

    private static string MarkOf(string text) => $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..MarkLength]}";
}
