using System.Globalization;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;

namespace WandbActors;

/// <summary>Where a resumed run goes on.</summary>
/// <param name="StartingStep">The step of the next row.</param>
/// <param name="Runtime">Seconds that earlier attempts have run.</param>
internal sealed record ResumedRun(long StartingStep, double Runtime)
{
    /// <summary>Reads it from what the server has: the last row's step comes before the summary's.</summary>
    public static ResumedRun Of(ResumeStatus status)
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
