using System.Globalization;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Syncing;

/// <summary>What is said of each log: a line, and below it what else should be known.</summary>
internal static class SyncReport
{
    public static void Write(SyncOutcome outcome, TextWriter output)
    {
        output.WriteLine($"{outcome.Log.Name}: {Describe(outcome)}");
        foreach (var remark in outcome.Sent.Remarks)
            output.WriteLine($"  {remark}");
    }

    /// <summary>Lists what would be sent. Returns whether all of it can be.</summary>
    public static bool List(IReadOnlyList<FoundLog> logs, TextWriter output)
    {
        foreach (var log in logs)
            output.WriteLine($"{log.Name}: {Describe(log)}");
        return logs.All(log => log.Identity is not null);
    }

    private static string Describe(SyncOutcome outcome)
    {
        var sent = outcome.Sent;
        var rows = Sizes.OfRows(sent.HistoryLines);
        return (sent.Problem, sent.Url) switch
        {
            (null, null) => "had been sent before",
            (null, { } url) => $"{(sent.IsWhole ? "sent" : "sent, but not whole")}, {rows}, {url}",
            ({ } problem, null) => $"not sent: {problem}",
            ({ } problem, { } url) => $"sent in part, {rows}, {url}: {problem}",
        };
    }

    private static string Describe(FoundLog log)
    {
        if (log.Identity is not { Run: var run })
            return $"cannot be sent: {log.Problem}";

        var size = Sizes.Of(TransactionLogReader.LengthOf(log.Path));
        return string.Create(CultureInfo.InvariantCulture, $"project {run.Project}, started {log.StartedAt:yyyy-MM-dd HH:mm:ss} UTC, {size}, {log.Path}");
    }
}
