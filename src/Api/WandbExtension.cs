using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Producing;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Starting;
using WandbActors.Ending;

namespace WandbActors;

/// <summary>
/// The logging runtime in an actor system: one for each system, any number of runs in it. It adds one actor, <c>/user/wandb</c>, and
/// its defaults below the system's own configuration.
/// </summary>
public sealed class WandbExtension : IExtension
{
    private WandbExtension(ExtendedActorSystem system)
    {
        System = system;
        system.Settings.InjectTopLevelFallback(WandbSettings.Reference);
        Setup = system.Settings.Setup.Get<WandbSetup>().GetOrElse(new WandbSetup());
        Settings = WandbSettings.Of(system, Setup.Surroundings().Variables);
        Runs = system.ActorOf(RunSupervisorActor.PropsFor(PrepareAsync), "wandb");
    }

    /// <summary>
    /// The parent of all runs, <c>/user/wandb</c>: tell it <see cref="StartRun"/> or <see cref="GetRuns"/>. Runs that
    /// <see cref="Wandb.InitAsync(WandbExtension, RunOptions?, CancellationToken)"/> starts are among them.
    /// </summary>
    public IActorRef Runs { get; }

    /// <summary>The system that the runs live in.</summary>
    internal ActorSystem System { get; }

    internal WandbSettings Settings { get; }

    /// <summary>What the runs take from the world.</summary>
    internal WandbSetup Setup { get; }

    /// <summary>The extension of this system, made on the first call.</summary>
    public static WandbExtension For(ActorSystem system) => system.WithExtension<WandbExtension, Provider>();

    /// <summary>The run of this id that lives in this system, however it was started; <c>null</c> when there is none. Of several attempts at one run, any.</summary>
    public Run? FindRun(string runId) => LiveRuns.In(System).FirstOrDefault(run => run.Id == runId);

    /// <summary>
    /// An actor that brings rows into a run in another process over Akka.Remote: tell it <see cref="LogRow"/> as you would tell the run. It numbers them, sends them
    /// again until the run has them, each once and in order, and finds the run again when the connection broke. See docs/actors.md.
    /// </summary>
    /// <param name="owner">The address of the actor system that the run lives in.</param>
    /// <param name="runId">The run's id; it may start later than the sender.</param>
    /// <param name="settings">How much it holds and how long it tries.</param>
    /// <exception cref="ArgumentException">No sender can work with these settings, or the run's id is empty.</exception>
    public Props SenderTo(Address owner, string runId, RowSenderSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        settings ??= new RowSenderSettings();
        settings.ThrowIfWrong();
        return RowSenderActor.PropsFor(System.ActorSelection(new RootActorPath(owner) / "user" / "wandb"), runId, settings, Setup.NewGuid);
    }

    private async Task<IPreparedRun> PrepareAsync(RunOptions options) =>
        await RunLauncher.PrepareAsync(RunHost.Of(this), options, Setup.Surroundings(), CancellationToken.None).ConfigureAwait(false);

    private sealed class Provider : ExtensionIdProvider<WandbExtension>
    {
        public override WandbExtension CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
