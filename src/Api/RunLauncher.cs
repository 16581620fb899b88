using System.Diagnostics;
using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Monitoring;
using WandbActors.Actors.Monitoring.Nvidia;
using WandbActors.Actors.Printing;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
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
    /// <summary>Starts a run for a program, which holds it.</summary>
    public static async Task<Run> LaunchAsync(
        RunHost host, RunOptions options, ProcessSurroundings surroundings, CancellationToken cancellation)
    {
        using var activity = WandbInstrumentation.Source.StartActivity("wandb.run.start");
        try
        {
            var run = await PrepareAndStartAsync(host, options, surroundings, cancellation).ConfigureAwait(false);
            activity?.SetRun(run);
            return run;
        }
        catch (Exception failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
    }

    private static async Task<Run> PrepareAndStartAsync(
        RunHost host, RunOptions options, ProcessSurroundings surroundings, CancellationToken cancellation)
    {
        var prepared = await PrepareAsync(host, options, surroundings, cancellation).ConfigureAwait(false);
        if (prepared.Session is not { } session)
            return prepared.Disabled();

        var wandb = await ExtensionOf(host, prepared).ConfigureAwait(false);
        // Not to be cancelled: the actors have the run from here on.
        var actors = await wandb.Runs.Ask<RunActorStarted>(new StartRunActor(session), CancellationToken.None).ConfigureAwait(false);
        return prepared.Start(actors, wandb.System);
    }

    private static async Task<WandbExtension> ExtensionOf(RunHost host, PreparedRun prepared)
    {
        try
        {
            return await host.Extension.ConfigureAwait(false);
        }
        catch
        {
            prepared.Abandon();
            throw;
        }
    }

    /// <summary>
    /// Makes all of a run but its actors: done when it returns, on the caller's thread, unless the run goes on from an earlier one, which the server and
    /// the disk are asked for.
    /// </summary>
    /// <exception cref="WandbException">The options are wrong, or the run cannot go on as they say.</exception>
    public static async Task<PreparedRun> PrepareAsync(
        RunHost host, RunOptions options, ProcessSurroundings surroundings, CancellationToken cancellation)
    {
        var (settings, setup) = (host.Settings, host.Setup);
        var resolved = RunOptionsResolver.Resolve(options, surroundings, settings.Finish.Timeout, setup.Chance);
        var reporter = new RunReporter(resolved, surroundings, host.Outlet);
        if (resolved.Mode == RunMode.Disabled)
            return new PreparedRun(resolved, Identity(resolved), reporter);

        var claim = RunClaim.Take(resolved);
        try
        {
            var target = resolved.Mode == RunMode.Online ? Target(resolved, setup) : null;
            var resumed = resolved.Branch is { } branch
                ? await BranchProbe.AskAsync(resolved, branch, claim.Home.Path, target!, settings.Upload, setup.Disk, setup.Time, cancellation).ConfigureAwait(false)
                : await ResumeProbe.AskAsync(resolved, claim.Home.Path, target, settings.Upload, setup.Disk, setup.Time, cancellation).ConfigureAwait(false);
            var waker = new RunWaker();
            var writerId = RunEnvironment.NewWriterId(setup.Chance);
            var session = CreateSession(host, resolved, target, resumed, claim, waker, [.. CompanionsOf(resolved, surroundings, writerId)]);
            var listsPackages = AppendOpening(session, resolved, surroundings, writerId, resumed);
            resolved.ResumeMemory?.Remember(session.Id);
            return new PreparedRun(resolved, Identity(resolved, resumed), reporter)
            {
                Session = session,
                Waker = waker,
                Notices = claim.Notices,
                ListsPackages = listsPackages,
                ExitCodeOfHost = host.ExitCodeOfHost,
            };
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static RunSession CreateSession(
        RunHost host,
        ResolvedRunOptions options,
        UploadTarget? target,
        ResumedRun? resumed,
        RunClaim claim,
        RunWaker waker,
        IReadOnlyList<RunCompanion> companions)
    {
        var time = host.Setup.Time;
        var guid = host.Setup.NewGuid();
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
            Disk = host.Setup.Disk,
            StartingStep = resumed?.StartingStep ?? 0,
            Target = target,
            FinishTimeout = options.FinishTimeout,
            Claim = claim,
            TroubleOutlet = host.Outlet is { } outlet ? trouble => outlet.Warn(options.RunId.Value, trouble) : null,
            Companions = companions,
        };
        session.Begin();
        host.Setup.Begun?.Invoke(session);
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

    private static UploadTarget Target(ResolvedRunOptions options, WandbSetup setup) => new(
        options.Server,
        new ServerCredentials(options.ApiKey!, options.Username, options.Email),
        setup.Http,
        setup.Chance is { } chance ? chance.NextDouble : null);

    private static RunIdentity Identity(ResolvedRunOptions options, ResumedRun? resumed = null) => new()
    {
        RunId = options.RunId.Value,
        Project = options.Project,
        Entity = options.Entity,
        Mode = options.Mode,
        Config = [.. options.Config.Concat(EarlierConfig(resumed)).DistinctBy(setting => setting.Key)],
        IsResumed = resumed is { Branch: null },
        EarlierName = resumed?.Attributes.DisplayName ?? "",
        IsStrict = options.IsStrict,
    };

    private static IEnumerable<KeyValuePair<string, MetricValue>> EarlierConfig(ResumedRun? resumed) =>
        resumed?.SoFar is { } soFar ? soFar.Settings.Select(setting => KeyValuePair.Create(setting.Name, JsonValue.Read(setting.Json))) : [];
}
