using Hyperion;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Serialization;

/// <summary>A run's options and their form on the wire. The config's values arrive as a row's do.</summary>
internal static class RunOptionsSurrogate
{
    public static Surrogate Create() => Surrogate.Create<RunOptions, RunOptionsOnWire>(ToWire, FromWire);

    private static RunOptionsOnWire ToWire(RunOptions options) => new()
    {
        Project = options.Project,
        Entity = options.Entity,
        RunId = options.RunId,
        Name = options.Name,
        Mode = options.Mode,
        Config = [.. options.Config.Select(setting => KeyValuePair.Create(setting.Key, ObjectConversion.ConvertSetting(setting.Value)))],
        Tags = [.. options.Tags],
        Notes = options.Notes,
        Group = options.Group,
        JobType = options.JobType,
        Resume = options.Resume,
        ForkFrom = options.ForkFrom,
        ResumeFrom = options.ResumeFrom,
        Host = options.Host,
        Program = options.Program,
        SystemMetrics = options.SystemMetrics,
        FinishTimeout = options.FinishTimeout,
        InitTimeout = options.InitTimeout,
        Quiet = options.Quiet,
        Silent = options.Silent,
        Strict = options.Strict,
        TraceRows = options.TraceRows,
    };

    private static RunOptions FromWire(RunOptionsOnWire wire) => new()
    {
        Project = wire.Project,
        Entity = wire.Entity,
        RunId = wire.RunId,
        Name = wire.Name,
        Mode = wire.Mode,
        Config = wire.Config.ToDictionary(setting => setting.Key, object? (setting) => setting.Value),
        Tags = wire.Tags ?? [],
        Notes = wire.Notes,
        Group = wire.Group,
        JobType = wire.JobType,
        Resume = wire.Resume,
        ForkFrom = wire.ForkFrom,
        ResumeFrom = wire.ResumeFrom,
        Host = wire.Host,
        Program = wire.Program,
        SystemMetrics = wire.SystemMetrics,
        FinishTimeout = wire.FinishTimeout,
        InitTimeout = wire.InitTimeout,
        Quiet = wire.Quiet,
        Silent = wire.Silent,
        Strict = wire.Strict,
        TraceRows = wire.TraceRows,
    };
}
