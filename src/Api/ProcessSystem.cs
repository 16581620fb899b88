using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Settings;
using WandbActors.Surroundings;

namespace WandbActors;

/// <summary>The actor system that <see cref="Wandb.InitAsync(RunOptions?, CancellationToken)"/> uses when the program has none of its own: one for the process, made when first asked for.</summary>
internal static class ProcessSystem
{
    // Akka's own hook would swallow Ctrl-C and SIGTERM on .NET 10: a training program must die of them.
    internal static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = ["WandbActors.Reporting.TerminalLogger, WandbActors"]
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.implementation = "WandbActors.Actors.Threads.TimerThread, WandbActors.Actors"
          scheduler.tick-duration = 10ms
        }
        """);

    internal const string Name = "wandb-actors";

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

        // What is wrong stops the start here; what nobody reads is said by the system that is being made.
        var settings = Read(Configuration(), ProcessSurroundings.Read().Variables, out _);
        return new RunHost(settings, new WandbSetup(), MakeAsync());
    }

    public static bool Is(ActorSystem system) => System.IsValueCreated && System.Value == system;

    /// <summary>Takes the program's own settings; false when a run has been started already.</summary>
    /// <exception cref="WandbException">A setting is wrong, or nobody reads it.</exception>
    public static bool TryConfigure(Config settings)
    {
        Check(settings);
        lock (Gate)
        {
            if (!_isAskedFor)
                _settings = settings;
            return !_isAskedFor;
        }
    }

    /// <exception cref="WandbException">A setting is wrong, or nobody reads it.</exception>
    public static void Check(Config settings)
    {
        Read(settings, ImmutableDictionary<string, string>.Empty, out var unknown);
        if (unknown.Count > 0)
            throw new WandbException($"There is no setting {string.Join(", ", unknown)}. docs/settings.md lists those that there are.");
    }

    /// <summary>One like it, of the caller's own.</summary>
    public static ActorSystem Create(Config? settings = null) => ActorSystem.Create(Name, (settings ?? Config.Empty).WithFallback(Defaults));

    private static WandbSettings Read(Config config, IReadOnlyDictionary<string, string> variables, out IReadOnlyList<string> unknown)
    {
        try
        {
            return WandbSettings.From(config.WithFallback(WandbSettings.Reference), variables, out unknown);
        }
        catch (ConfigurationException wrong)
        {
            throw new WandbException(wrong.Message); // all that it says is said: as an inner exception it would be printed twice
        }
    }

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
