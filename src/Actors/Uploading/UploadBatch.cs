using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What a stretch of the log means for the server, merged: sending it is sending its records in turn. It covers every record up to
/// <see cref="LastRecord"/>, those that mean nothing to the server included.
/// </summary>
internal sealed record UploadBatch : INoSerializationVerificationNeeded
{
    /// <summary>How many records of the log have been read with it.</summary>
    public long LastRecord { get; init; }

    /// <summary>The log's offset behind the last of them.</summary>
    public long LogOffset { get; init; }

    /// <summary>How many of the log's history lines up to there are markers in the place of a row.</summary>
    public long HistoryMarkers { get; init; }

    /// <summary>Lines, summary and flags for the file stream.</summary>
    public FileStreamRequest Lines { get; init; } = FileStreamRequest.Empty;

    /// <summary>The run as it is to be registered, when anything of it has changed.</summary>
    public RunUpsert? Upsert { get; init; }

    /// <summary>Files to send now.</summary>
    public ImmutableArray<RunFile> Files { get; init; } = [];

    /// <summary>Alerts to raise.</summary>
    public ImmutableArray<RunAlert> Alerts { get; init; } = [];

    /// <summary>What the server is to be told about artifacts.</summary>
    public ImmutableArray<ArtifactErrand> Artifacts { get; init; } = [];

    /// <summary>Whether nothing follows.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether the log has no end of its own: it is sent as an interrupted run's, and may grow yet.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>How the run ended; <c>null</c> while it goes on, and for a run that is to stay running on the server.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What of the log cannot be sent because it cannot be read.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    public UploadBatch Merge(UploadBatch later) => new()
    {
        LastRecord = later.LastRecord,
        LogOffset = later.LogOffset,
        HistoryMarkers = later.HistoryMarkers,
        Lines = Lines.Merge(later.Lines),
        Upsert = Upsert is { } first && later.Upsert is { } next ? first.Merge(next) : later.Upsert ?? Upsert,
        Files = Files.AddRange(later.Files),
        Alerts = Alerts.AddRange(later.Alerts),
        Artifacts = Artifacts.AddRange(later.Artifacts),
        IsEnd = later.IsEnd,
        IsOpenEnded = later.IsOpenEnded,
        ExitCode = later.ExitCode,
        Problems = Problems.AddRange(later.Problems),
    };
}
