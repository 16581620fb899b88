using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Settings;

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

    private const string Name = "wandb-actors";

    private static readonly Lock Gate = new();
    private static readonly Lazy<ActorSystem> System = new(() => ActorSystem.Create(Name, Configuration()));

    private static Config _settings = Config.Empty;
    private static bool _isAskedFor;

    public static ActorSystem Value => System.Value;

    /// <summary>What a run starts in: the system if it is there already, else one that is being made on a thread of its own meanwhile.</summary>
    public static RunHost Host()
    {
        if (System.IsValueCreated)
            return RunHost.Of(WandbExtension.For(Value));

        var extension = MakeAsync();
        return new RunHost(WandbSettings.From(Configuration().WithFallback(WandbSettings.Reference)), extension);
    }

    public static bool Is(ActorSystem system) => System.IsValueCreated && System.Value == system;

    /// <summary>Takes the program's own settings; false when a run has been started already.</summary>
    public static bool TryConfigure(Config settings)
    {
        lock (Gate)
        {
            if (!_isAskedFor)
                _settings = settings;
            return !_isAskedFor;
        }
    }

    /// <summary>One like it, of the caller's own.</summary>
    public static ActorSystem Create(Config? settings = null) => ActorSystem.Create(Name, (settings ?? Config.Empty).WithFallback(Defaults));

    private static Config Configuration()
    {
        lock (Gate)
        {
            _isAskedFor = true;
            return _settings.WithFallback(Defaults);
        }
    }

    // Not on the pool, which may be starved just now.
    private static Task<WandbExtension> MakeAsync() =>
        Task.Factory.StartNew(() => WandbExtension.For(Value), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
