using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>What a server has of a run that is to be resumed. JSON stands as text, since lines may hold bare NaN.</summary>
internal sealed record ResumeStatus
{
    public static readonly ResumeStatus Missing = new();

    /// <summary>Whether there is a run to resume. Pages may have created a bucket by that name: a run has told its telemetry.</summary>
    public bool Exists { get; private init; }

    public string? StorageId { get; private init; }

    public string? DisplayName { get; private init; }

    /// <summary>Lines that the server has: the bases of what follows.</summary>
    public FileStreamOffsets Offsets { get; private init; }

    /// <summary>The last history lines, oldest first.</summary>
    public IReadOnlyList<string> HistoryTail { get; private init; } = [];

    /// <summary>The last lines of system metrics, oldest first.</summary>
    public IReadOnlyList<string> EventsTail { get; private init; } = [];

    public string? SummaryMetrics { get; private init; }

    public string? Config { get; private init; }

    public IReadOnlyList<string> Tags { get; private init; } = [];

    public string? Notes { get; private init; }

    /// <summary>Reads the reply to <c>RunResumeStatus</c>.</summary>
    public static ResumeStatus Read(JsonElement data)
    {
        if (data.At("model", "bucket") is not { } bucket)
            return Missing;

        return new ResumeStatus
        {
            Exists = bucket.Embedded("wandbConfig")?.At("t") is not null,
            StorageId = bucket.Text("id"),
            DisplayName = bucket.Text("displayName"),
            Offsets = new FileStreamOffsets(
                bucket.Integer("historyLineCount") ?? 0, bucket.Integer("eventsLineCount") ?? 0, bucket.Integer("logLineCount") ?? 0),
            HistoryTail = bucket.Embedded("historyTail")?.Texts() ?? [],
            EventsTail = bucket.Embedded("eventsTail")?.Texts() ?? [],
            SummaryMetrics = bucket.Text("summaryMetrics"),
            Config = bucket.Text("config"),
            Tags = bucket.Texts("tags"),
            Notes = bucket.Text("notes"),
        };
    }
}
