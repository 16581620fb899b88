using Akka.Actor.Setup;
using Akka.Configuration;
using WandbActors.Actors.Settings;

namespace WandbActors.TestKit;

/// <summary>What a <see cref="Simulation"/> starts with.</summary>
public sealed class SimulationOptions
{
    /// <summary>What everything that happens by chance comes from: the same seed does the same.</summary>
    /// <value>0 by default.</value>
    public int Seed { get; set; }

    /// <summary>HOCON of the actor system: your own actors' settings, or other bounds for the runs (<c>wandb { … }</c>).</summary>
    /// <value>Empty by default. The simulation's own settings are in docs/simulation.md.</value>
    public string Config { get; set; } = "";

    /// <summary>Paths of your own dispatchers in the configuration: they are simulated too. Actors on a dispatcher that is not run on real threads, which is stray work. One that is not in <see cref="Config"/> is refused.</summary>
    /// <value>None by default: Akka's own and those of the runs are always simulated.</value>
    public IList<string> Dispatchers { get; set; } = [];

    /// <summary>How many turns actors may have, and timers happen, without any time between them: beyond that, something goes round in circles, and the simulation says so.</summary>
    /// <value>1,000,000 by default; at least 1.</value>
    public long MaxTurnsAtOnce
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1_000_000;

    /// <summary>Further setups for the actor system, such as one of Akka.DependencyInjection.</summary>
    /// <value>None by default.</value>
    public IList<Setup> Setups { get; set; } = [];

    /// <summary><c>WANDB_…</c> variables that the runs find in their environment; that of the process is not seen.</summary>
    /// <value>Empty by default: the simulation adds its server, its key, its directory and the project <c>simulation</c>.</value>
    public IDictionary<string, string> Variables { get; set; } = new Dictionary<string, string>();

    /// <summary>Refuses what cannot be meant. Akka's libraries bring dispatchers of their own when they start.</summary>
    internal void Check()
    {
        var config = ConfigurationFactory.ParseString(Config).WithFallback(WandbSettings.Reference);
        if (Dispatchers.FirstOrDefault(path => !config.HasPath(path) && !path.StartsWith("akka.", StringComparison.Ordinal)) is { } unknown)
            throw new ArgumentException($"There is no dispatcher {unknown} in the configuration: say what it is in {nameof(SimulationOptions)}.{nameof(Config)}, as the program does.");
    }
}
