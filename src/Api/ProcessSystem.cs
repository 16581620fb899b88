using Akka.Actor;
using Akka.Configuration;

namespace WandbActors;

/// <summary>The actor system that <see cref="Wandb.InitAsync(RunOptions?, CancellationToken)"/> uses when the program has none of its own: one for the process, made when first asked for.</summary>
internal static class ProcessSystem
{
    private static readonly Lazy<ActorSystem> System = new(Create);

    public static ActorSystem Value => System.Value;

    public static bool Is(ActorSystem system) => System.IsValueCreated && System.Value == system;

    /// <summary>One like it, of the caller's own.</summary>
    // Akka's own hook would swallow Ctrl-C and SIGTERM on .NET 10: a training program must die of them.
    public static ActorSystem Create() => ActorSystem.Create("wandb-actors", ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.tick-duration = 10ms
        }
        """));
}
