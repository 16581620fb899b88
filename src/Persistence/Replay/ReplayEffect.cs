using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What one record means for the server. What several records add up to is not in it but in the parts of <see cref="RunReplay"/>.
/// </summary>
internal abstract record ReplayEffect
{
    private ReplayEffect()
    {
    }

    /// <summary>The next history line. It is built when asked for, since a replay up to the bookmark sends none.</summary>
    public sealed record HistoryLine(HistoryRecord Record) : ReplayEffect
    {
        public ReadOnlyMemory<byte> ToUtf8() => Replay.HistoryLine.Of(Record);
    }

    /// <summary>The next events line, built when asked for.</summary>
    public sealed record EventsLine(StatsRecord Record, RunRecord? Run) : ReplayEffect
    {
        public ReadOnlyMemory<byte> ToUtf8() => StatsLine.Of(Record, Run);
    }

    /// <summary><see cref="RunReplay.Summary"/> has changed.</summary>
    public sealed record SummaryChanged : ReplayEffect
    {
        public static readonly SummaryChanged Instance = new();
    }

    /// <summary>Lines of <see cref="RunReplay.Console"/> may have changed.</summary>
    public sealed record ConsoleChanged : ReplayEffect
    {
        public static readonly ConsoleChanged Instance = new();
    }

    /// <summary>The run is known now: until it is registered, nothing can be sent.</summary>
    public sealed record RunRegistered : ReplayEffect
    {
        public static readonly RunRegistered Instance = new();
    }

    /// <summary>The run or its config has changed; <see cref="RunState.Changes"/> says what.</summary>
    public sealed record UpsertNeeded : ReplayEffect
    {
        public static readonly UpsertNeeded Instance = new();
    }

    /// <summary>The environment has changed, so <c>wandb-metadata.json</c> is due and an upsert is needed.</summary>
    public sealed record EnvironmentChanged : ReplayEffect
    {
        public static readonly EnvironmentChanged Instance = new();
    }

    /// <summary>Files to upload when their policy says; a path may be a glob.</summary>
    public sealed record FilesNamed(IReadOnlyList<FilesItem> Files) : ReplayEffect;

    public sealed record AlertRaised(AlertRecord Alert) : ReplayEffect;

    /// <summary>A version of an artifact was logged.</summary>
    public sealed record ArtifactLogged(ArtifactRecord Artifact) : ReplayEffect;

    /// <summary>The run uses a version of an artifact.</summary>
    public sealed record ArtifactUsed(UseArtifactRecord Artifact) : ReplayEffect;

    /// <summary>The machine is about to be taken away.</summary>
    public sealed record Preempting : ReplayEffect
    {
        public static readonly Preempting Instance = new();
    }

    /// <summary>The run is over; a run that is not complete stays running on the server.</summary>
    public sealed record Exited(int ExitCode, bool IsComplete) : ReplayEffect;

    /// <summary>Nothing: the record is of a kind, or of an unknown one, that the replay leaves to others.</summary>
    public sealed record Ignored(Record.RecordTypeOneofCase Kind) : ReplayEffect;
}
