using Google.Protobuf.WellKnownTypes;
using WandbActors.Actors;
using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Resolution;
using WandbActors.Resuming;
using WandbActors.Surroundings;

namespace WandbActors;

/// <summary>
/// The records that every log begins with, in the order that W&amp;B's readers want: header, run, environment, telemetry. They go through
/// the ring like everything else, so that there is one order.
/// </summary>
internal static class OpeningRecords
{
    // What today's official client writes; readers look at it only to refuse logs from the future.
    private const string MinConsumer = "0.70.0";

    private static readonly FilesItem Requirements = new() { Path = ProgramPackages.FileName, Type = FilesItem.Types.FileType.Wandb };

    /// <param name="session">The run.</param>
    /// <param name="options">What it is to do.</param>
    /// <param name="environment">Where it runs; <c>null</c> if that is not to be told.</param>
    /// <param name="hasRequirements">Whether its files include a list of packages.</param>
    /// <param name="resumed">Where it goes on, if it does.</param>
    /// <exception cref="WandbException">The run record was not taken: nobody could say later what run it is.</exception>
    public static void Append(RunSession session, ResolvedRunOptions options, EnvironmentRecord? environment, bool hasRequirements, ResumedRun? resumed)
    {
        var telemetry = Telemetry(options, resumed);
        session.Append(new Record
        {
            Header = new HeaderRecord { VersionInfo = new VersionInfo { Producer = $"WandbActors/{OwnVersion.Text}", MinConsumer = MinConsumer } },
            Info = new RecordInfo { StreamId = session.LogGuid.ToString("N") },
        });
        var run = Run(session, options, telemetry, resumed);
        session.Attributes.Open(WithEarlier(run, resumed));
        if (session.Append(new Record { Run = run }) is not AppendOutcome.Accepted and var refused)
            throw new WandbException($"The run cannot start: the record that says what run it is was refused, since {RunIntake.Describe(refused)}. Make Config, Notes and Tags smaller.");
        if (environment is not null)
            session.Append(new Record { Environment = environment });
        if (hasRequirements)
            session.Append(new Record { Files = new FilesRecord { Files = { Requirements } } });
        session.Append(new Record { Telemetry = telemetry });
    }

    /// <summary>What people see of the run.</summary>
    public static RunRecord Attributes(ResolvedRunOptions options) => new()
    {
        RunGroup = options.Group,
        JobType = options.JobType,
        DisplayName = options.Name,
        Notes = options.Notes,
        Tags = { options.Tags },
    };

    private static RunRecord Run(
        RunSession session, ResolvedRunOptions options, TelemetryRecord telemetry, ResumedRun? resumed)
    {
        var run = new RunRecord
        {
            RunId = session.Id.Value,
            Entity = options.Entity,
            Project = options.Project,
            Config = new ConfigRecord(),
            SweepId = options.SweepId,
            Host = options.Host,
            StartTime = Timestamp.FromDateTime(new DateTime(session.Clock.StartTicks, DateTimeKind.Utc)),
            Telemetry = telemetry,
            Git = options.Git,
        };
        run.MergeFrom(Attributes(options));
        foreach (var (name, value) in options.Config)
            run.Config.Update.Add(RunConfig.ItemOf(name, value));
        return resumed is null ? run : GoingOn(run, resumed, options);
    }

    private static RunRecord GoingOn(RunRecord run, ResumedRun resumed, ResolvedRunOptions options)
    {
        run.Resumed = resumed.Branch is null;
        run.StartingStep = resumed.StartingStep;
        run.Runtime = (int)resumed.Runtime;
        run.StorageId = resumed.Attributes.StorageId;
        if (resumed.Branch is { } branch)
        {
            run.Forked = true;
            run.BranchPoint = new BranchPoint { Run = branch.From.RunId.Value, Value = branch.From.Step, Metric = "_step" };
            run.Config.Update.Add(BranchPoint(branch));
        }

        if (resumed.SoFar is { } soFar)
        {
            run.Summary = soFar.ToSummary(); // empty, it says that there was nothing; without one, nobody knew
            run.Config.Update.AddRange(soFar.ConfigBelow(options.Config.Select(setting => setting.Key).ToHashSet()));
        }

        // Those of an earlier log may have been changed on the server since, so they are left alone.
        return resumed.OnServer is null ? run : WithKept(run, resumed.Attributes);
    }

    // By this a server knows that it is to fork.
    private static ConfigItem BranchPoint(RunBranch branch) => new()
    {
        NestedKey = { "_wandb", "branch_point" },
        ValueJson = $"{{\"run_id\":{JsonText.Quote(branch.From.RunId.Value)},\"step\":{branch.From.Step}}}",
    };

    /// <summary>With what earlier attempts were called, for those who ask the run.</summary>
    private static RunRecord WithEarlier(RunRecord run, ResumedRun? resumed) => resumed is null ? run : WithKept(run.Clone(), resumed.Attributes);

    private static RunRecord WithKept(RunRecord run, RunRecord kept)
    {
        if (run.Tags.Count == 0)
            run.Tags.Add(kept.Tags);
        if (run.Notes.Length == 0)
            run.Notes = kept.Notes;
        return run;
    }

    private static TelemetryRecord Telemetry(ResolvedRunOptions options, ResumedRun? resumed) => new()
    {
        Feature = new Feature
        {
            Offline = options.Mode == RunMode.Offline,
            Resumed = resumed is { Branch: null },
            ForkMode = resumed is { Branch.IsRewind: false },
            RewindMode = resumed is { Branch.IsRewind: true },
            SetInitName = options.Name.Length > 0,
            SetInitId = options.IsRunIdGiven,
            SetInitTags = options.Tags.Count > 0,
            SetInitConfig = options.Config.Count > 0,
        },
        CoreVersion = OwnVersion.Text,
        Platform = PlatformName.Value,
    };
}
