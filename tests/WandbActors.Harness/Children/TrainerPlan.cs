using System.Text.Json;

namespace WandbActors.Harness.Children;

/// <summary>What a training child does, as one argument of its command line. Immutable.</summary>
internal sealed record TrainerPlan
{
    public const string Entity = "lab";
    public const string Project = "harness";

    public required string RunId { get; init; }

    /// <summary>Where the folder <c>wandb</c> is.</summary>
    public required string Directory { get; init; }

    /// <summary>Where the ring goes: a directory of its own in shared memory, so that what is left there can be seen.</summary>
    public required string SharedMemory { get; init; }

    public required int Seed { get; init; }

    /// <summary>The server; <c>null</c> for an offline run.</summary>
    public string? BaseUrl { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The options of the run.</summary>
    public RunOptions Options(TimeSpan? finishTimeout = null) => new()
    {
        Project = Project,
        RunId = RunId,
        Directory = Directory,
        Mode = BaseUrl is null ? RunMode.Offline : RunMode.Online,
        BaseUrl = BaseUrl,
        ApiKey = ApiKey,
        Entity = Entity,
        Resume = ResumeMode.Allow,
        InitTimeout = TimeSpan.FromSeconds(1),
        FinishTimeout = finishTimeout,
        Silent = true,
    };

    public static TrainerPlan Parse(string argument) => JsonSerializer.Deserialize<TrainerPlan>(argument)!;

    public override string ToString() => JsonSerializer.Serialize(this);
}
