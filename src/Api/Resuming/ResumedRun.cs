using System.Globalization;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Resuming;

/// <summary>Where a run that does not begin anew goes on, and what it builds upon. Immutable.</summary>
/// <param name="StartingStep">The step of the next row.</param>
/// <param name="Runtime">Seconds that earlier attempts have run.</param>
internal sealed record ResumedRun(long StartingStep, double Runtime)
{
    /// <summary>A run that may exist on a server that did not say: the uploader asks again. Only the steps begin anew.</summary>
    public static readonly ResumedRun Unknown = new(0, 0);

    /// <summary>Where it comes from, if that is not its own end.</summary>
    public RunBranch? Branch { get; private init; }

    /// <summary>Summary and config of the earlier attempts; <c>null</c> when nobody could say.</summary>
    public RunSoFar? SoFar { get; private init; }

    /// <summary>What the server has of the run; <c>null</c> when it was not asked, or has not got it.</summary>
    public ResumeStatus? OnServer { get; private init; }

    /// <summary>What people see of the run: in the server's words, else in those of the newest log.</summary>
    public RunRecord Attributes { get; private init; } = new();

    /// <summary>
    /// Goes on behind the farther of the two, and builds on that: rows of the newest log may not have been sent yet, and somebody else may
    /// have gone on meanwhile. Names and tags are the server's, since people change them there.
    /// </summary>
    /// <param name="status">What the server has, if it has the run.</param>
    /// <param name="newest">How far the newest log goes, if there is one.</param>
    public static ResumedRun Of(ResumeStatus? status, LogExtent? newest)
    {
        var (server, log) = (status is null ? null : Of(status), newest is null ? null : Of(newest));
        if (server is null || log is null)
            return server ?? log ?? Unknown;

        var isServerFarther = server.StartingStep > log.StartingStep;
        return server with
        {
            StartingStep = Math.Max(server.StartingStep, log.StartingStep),
            Runtime = Math.Max(server.Runtime, log.Runtime),
            SoFar = isServerFarther ? server.SoFar : newest!.IsSoFarWhole ? log.SoFar : server.SoFar!.Below(log.SoFar!),
        };
    }

    /// <summary>A new run that has the rows of another one up to a step: the server copies them.</summary>
    public static ResumedRun ForkOf(RunBranch branch) => new(branch.From.Step + 1, 0) { Branch = branch };

    /// <summary>A run that the server has taken back to a step.</summary>
    public static ResumedRun RewoundTo(RunBranch branch, ResumeStatus status) =>
        Of(status) with { StartingStep = branch.From.Step + 1, Branch = branch };

    private static ResumedRun Of(LogExtent log) => new(log.NextStep, log.Runtime) { SoFar = log.SoFar, Attributes = log.Run };

    // The last row's step comes before the summary's.
    private static ResumedRun Of(ResumeStatus status)
    {
        var summary = Members(status.SummaryMetrics);
        var history = Members(status.HistoryTail.LastOrDefault());
        var events = Members(status.EventsTail.LastOrDefault());
        var step = Number(history, "_step") ?? Number(summary, "_step") ?? 0;
        var runtime = new[] { Number(history, "_runtime"), Number(summary, "_runtime"), Number(events, "_runtime") }.Max() ?? 0;
        return new ResumedRun(status.Offsets.History > 0 ? (long)step + 1 : (long)step, runtime)
        {
            SoFar = RunSoFar.Of(status.SummaryMetrics, status.Config),
            OnServer = status,
            Attributes = new RunRecord
            {
                StorageId = status.StorageId ?? "",
                DisplayName = status.DisplayName ?? "",
                Notes = status.Notes ?? "",
                Tags = { status.Tags },
            },
        };
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
