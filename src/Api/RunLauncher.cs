using System.Diagnostics;
using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Monitoring;
using WandbActors.Actors.Monitoring.Nvidia;
using WandbActors.Actors.Printing;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Ending;
using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;
using WandbActors.Resuming;
using WandbActors.Surroundings;
using static WandbActors.Actors.SupervisorProtocol;

namespace WandbActors;

/// <summary>Puts a run together: settings, directory, ring, opening records, actors. The only part of a run that may throw.</summary>
internal static class RunLauncher
{
    public static async Task<Run> LaunchAsync(
        RunHost host, RunOptions options, ProcessSurroundings surroundings, CancellationToken cancellation)
    {
        using var activity = WandbInstrumentation.Source.StartActivity("wandb.run.start");
        try
        {
            var run = await ResolveAndLaunchAsync(host, options, surroundings, cancellation).ConfigureAwait(false);
            activity?.SetRun(run);
            return run;
        }
        catch (Exception failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
    }

    private static async Task<Run> ResolveAndLaunchAsync(
        RunHost host, RunOptions options, ProcessSurroundings surroundings, CancellationToken cancellation)
    {
        var resolved = RunOptionsResolver.Resolve(options, surroundings, host.Settings.Finish.Timeout);
        var reporter = new RunReporter(resolved, surroundings, host.Outlet);
        if (resolved.Mode == RunMode.Disabled)
            return Disabled(resolved, reporter);

        var claim = RunClaim.Take(resolved);
        try
        {
            var run = await LaunchAsync(host, resolved, surroundings, reporter, claim, cancellation).ConfigureAwait(false);
            reporter.Greet(run, run.Session!, claim.Notices);
            return run;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static async Task<Run> LaunchAsync(
        RunHost host, ResolvedRunOptions options, ProcessSurroundings surroundings, RunReporter reporter, RunClaim claim, CancellationToken cancellation)
    {
        var target = options.Mode == RunMode.Online ? Target(options) : null;
        var resumed = options.Branch is { } branch
            ? await BranchProbe.AskAsync(options, branch, claim.Home.Path, target!, host.Settings.Upload, cancellation).ConfigureAwait(false)
            : await ResumeProbe.AskAsync(options, claim.Home.Path, target, host.Settings.Upload, cancellation).ConfigureAwait(false);
        var waker = new Waker();
        var writerId = RunEnvironment.NewWriterId();
        var session = CreateSession(host, options, target, resumed, claim, waker, [.. CompanionsOf(options, surroundings, writerId)]);
        var listsPackages = AppendOpening(session, options, surroundings, writerId, resumed);
        options.ResumeMemory?.Remember(session.Id);

        var wandb = await ExtensionOf(host, session).ConfigureAwait(false);
        var started = await wandb.Supervisor.Ask<RunActorStarted>(new StartRunActor(session), cancellation).ConfigureAwait(false);
        waker.Actor = started.Actor;
        session.Remarks = remark => started.Actor.Tell(new Remark(remark), ActorRefs.NoSender);
        var run = new Run(session, started.Actor, Identity(options, target, resumed), session.Attributes, reporter) { Staging = started.Staging, ResumeMemory = options.ResumeMemory, ListsPackages = listsPackages, ExitCodeAtDisposal = host.ExitCodeAtDisposal };
        if (options.TracesRows)
            run.Additions.StampTraces();
        session.Buffer.Late = () => reporter.SayLate(session);
        LiveRuns.Add(run, wandb.System);
        run.Hear(options.Machine.Console);
        return run;
    }

    private static async Task<WandbExtension> ExtensionOf(RunHost host, RunSession session)
    {
        try
        {
            return await host.Extension.ConfigureAwait(false);
        }
        catch
        {
            session.Buffer.Delete();
            throw;
        }
    }

    // Nobody is told what changes, but it can be read.
    private static Run Disabled(ResolvedRunOptions options, RunReporter reporter)
    {
        var attributes = new RunAttributes((_, _) => AppendOutcome.Accepted, (_, _) => { });
        attributes.Open(OpeningRecords.Attributes(options));
        return new Run(null, ActorRefs.Nobody, Identity(options, null), attributes, reporter);
    }

    private static RunSession CreateSession(
        RunHost host,
        ResolvedRunOptions options,
        UploadTarget? target,
        ResumedRun? resumed,
        RunClaim claim,
        Waker waker,
        IReadOnlyList<RunCompanion> companions)
    {
        var time = TimeProvider.System;
        var guid = Guid.NewGuid();
        var directory = RunDirectory.Create(claim.Home, options.RunId, options.Mode == RunMode.Offline, time);
        var buffer = RowBuffer.Create(BufferSettings(host.Settings.Buffer), guid, directory.LogPath, time, waker.Wake);
        var session = new RunSession
        {
            Id = options.RunId,
            Project = options.Project,
            Entity = options.Entity,
            LogGuid = guid,
            Directory = directory,
            Buffer = buffer,
            Clock = new RunClock(time.GetUtcNow().UtcTicks, resumed?.Runtime ?? 0),
            Settings = SettingsFor(options, host.Settings),
            Time = time,
            StartingStep = resumed?.StartingStep ?? 0,
            Target = target,
            FinishTimeout = options.FinishTimeout,
            Claim = claim,
            TroubleOutlet = host.Outlet is { } outlet ? trouble => outlet.Warn(options.RunId.Value, trouble) : null,
            Companions = companions,
        };
        session.Begin();
        return session;
    }

    private static IEnumerable<RunCompanion> CompanionsOf(ResolvedRunOptions options, ProcessSurroundings surroundings, string writerId)
    {
        yield return OutputActor.Companion;
        if (options.Machine.HasSystemMetrics)
            yield return MachineSensors.CompanionFor(surroundings.Variables);
        if (options.Machine.HasEnvironment && options.Machine.HasMachineInfo)
            yield return GpuProbeActor.CompanionFor(writerId);
    }

    private static bool AppendOpening(
        RunSession session, ResolvedRunOptions options, ProcessSurroundings surroundings, string writerId, ResumedRun? resumed)
    {
        var environment = options.Machine.HasEnvironment
            ? RunEnvironment.Describe(options, surroundings, session.StartedAt, writerId, session.Settings.Monitor.Disks)
            : null;
        var hasRequirements = options.Machine.HasRequirements && ProgramPackages.TryWrite(surroundings, session.Directory.FilesPath);
        try
        {
            OpeningRecords.Append(session, options, environment, hasRequirements, resumed);
            return hasRequirements;
        }
        catch (WandbException)
        {
            session.Buffer.Delete();
            throw;
        }
    }

    private static WandbSettings SettingsFor(ResolvedRunOptions options, WandbSettings settings) => options.Machine.SystemMetricsInterval is { } interval
        ? settings with { Monitor = settings.Monitor with { Interval = interval } }
        : settings;

    private static RowBufferSettings BufferSettings(BufferSettings settings) => new()
    {
        Directory = settings.Directory,
        RingBytes = (int)settings.Bytes,
        MaxWait = settings.Wait,
        MaxHeldBytes = settings.ObjectBytes,
    };

    private static UploadTarget Target(ResolvedRunOptions options) =>
        new(options.Server, new ServerCredentials(options.ApiKey!, options.Username, options.Email));

    private static RunIdentity Identity(ResolvedRunOptions options, UploadTarget? target, ResumedRun? resumed = null) => new()
    {
        RunId = options.RunId.Value,
        Project = options.Project,
        Entity = options.Entity,
        Mode = options.Mode,
        Url = target is null || options.Entity.Length == 0
            ? null
            : target.Address.RunPage(new RunPath(options.Entity, options.Project, options.RunId.Value)),
        Config = [.. options.Config.Concat(EarlierConfig(resumed)).DistinctBy(setting => setting.Key)],
        IsResumed = resumed is { Branch: null },
        EarlierName = resumed?.Attributes.DisplayName ?? "",
        IsStrict = options.IsStrict,
    };

    private static IEnumerable<KeyValuePair<string, MetricValue>> EarlierConfig(ResumedRun? resumed) =>
        resumed?.SoFar is { } soFar ? soFar.Settings.Select(setting => KeyValuePair.Create(setting.Name, JsonValue.Read(setting.Json))) : [];

    /// <summary>Passes the ring's wake-up on to the run's actor, which is made after the ring. Before that nobody sleeps.</summary>
    private sealed class Waker
    {
        public IActorRef Actor { private get; set; } = ActorRefs.Nobody;

        public void Wake() => Actor.Tell(DrainRing.Instance, ActorRefs.NoSender);
    }
}
