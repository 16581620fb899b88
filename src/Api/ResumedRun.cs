using System.Globalization;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;

namespace WandbActors;

/// <summary>Where a resumed run goes on.</summary>
/// <param name="StartingStep">The step of the next row.</param>
/// <param name="Runtime">Seconds that earlier attempts have run.</param>
internal sealed record ResumedRun(long StartingStep, double Runtime)
{
    /// <summary>Goes on behind the farther of the two: rows of the newest log may not have been sent yet.</summary>
    /// <param name="status">What the server has, if it has the run.</param>
    /// <param name="newest">How far the newest log goes, if there is one.</param>
    public static ResumedRun Of(ResumeStatus? status, LogExtent? newest)
    {
        var server = status is null ? new ResumedRun(0, 0) : Of(status);
        return newest is null
            ? server
            : new ResumedRun(Math.Max(server.StartingStep, newest.NextStep), Math.Max(server.Runtime, newest.Runtime));
    }

    // The last row's step comes before the summary's.
    private static ResumedRun Of(ResumeStatus status)
    {
        var summary = Members(status.SummaryMetrics);
        var history = Members(status.HistoryTail.LastOrDefault());
        var events = Members(status.EventsTail.LastOrDefault());
        var step = Number(history, "_step") ?? Number(summary, "_step") ?? 0;
        var runtime = new[] { Number(history, "_runtime"), Number(summary, "_runtime"), Number(events, "_runtime") }.Max() ?? 0;
        return new ResumedRun(status.Offsets.History > 0 ? (long)step + 1 : (long)step, runtime);
    }

    private static Dictionary<string, string> Members(string? json) =>
        json is not null && JsonText.IsObject(json)
            ? JsonText.Members(json).DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Json)
            : [];

    private static double? Number(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var json) && double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
