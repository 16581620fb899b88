using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Settings;

namespace WandbActors;

/// <summary>
/// The logging runtime in an actor system: one for each system, any number of runs in it. It adds one actor, <c>/user/wandb</c>, and
/// its defaults below the system's own configuration.
/// </summary>
public sealed class WandbExtension : IExtension
{
    internal WandbExtension(ExtendedActorSystem system)
    {
        System = system;
        system.Settings.InjectTopLevelFallback(WandbSettings.Reference);
        Settings = WandbSettings.Of(system);
        Supervisor = system.ActorOf(RunSupervisorActor.PropsFor(), "wandb");
    }

    /// <summary>The system that the runs live in.</summary>
    internal ActorSystem System { get; }

    /// <summary>The parent of all runs.</summary>
    internal IActorRef Supervisor { get; }

    internal WandbSettings Settings { get; }

    /// <summary>The extension of this system, made on the first call.</summary>
    public static WandbExtension For(ActorSystem system) => system.WithExtension<WandbExtension, Provider>();

    private sealed class Provider : ExtensionIdProvider<WandbExtension>
    {
        public override WandbExtension CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
