using Akka.Actor;
using Akka.Configuration;

namespace WandbActors;

/// <summary>The actor system that <see cref="Wandb.InitAsync(RunOptions?, CancellationToken)"/> uses when the program has none of its own: one for the process, made when first asked for.</summary>
internal static class ProcessSystem
{
    // Akka's own hook would swallow Ctrl-C and SIGTERM on .NET 10: a training program must die of them.
    private static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.implementation = "WandbActors.Actors.Threads.TimerThread, WandbActors.Actors"
          scheduler.tick-duration = 10ms
        }
        """);

    private static readonly Lock Gate = new();
    private static readonly Lazy<ActorSystem> System = new(() =>
    {
        lock (Gate)
        {
            _isMade = true;
            return Create(_settings);
        }
    });

    private static Config _settings = Config.Empty;
    private static bool _isMade;

    public static ActorSystem Value => System.Value;

    public static bool Is(ActorSystem system) => System.IsValueCreated && System.Value == system;

    /// <summary>Takes the program's own settings; false when the system has been made already.</summary>
    public static bool TryConfigure(Config settings)
    {
        lock (Gate)
        {
            if (!_isMade)
                _settings = settings;
            return !_isMade;
        }
    }

    /// <summary>One like it, of the caller's own.</summary>
    public static ActorSystem Create(Config? settings = null) =>
        ActorSystem.Create("wandb-actors", (settings ?? Config.Empty).WithFallback(Defaults));
}
