using Akka.Actor.Setup;

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

    /// <summary>Paths of your own dispatchers in the configuration: they are simulated too. Actors on a dispatcher that is not run on real threads, which is stray work.</summary>
    /// <value>None by default: Akka's own and those of the runs are always simulated.</value>
    public IList<string> Dispatchers { get; set; } = [];

    /// <summary>Further setups for the actor system, such as one of Akka.DependencyInjection.</summary>
    /// <value>None by default.</value>
    public IList<Setup> Setups { get; set; } = [];

    /// <summary><c>WANDB_…</c> variables that the runs find in their environment; that of the process is not seen.</summary>
    /// <value>Empty by default: the simulation adds its server, its key, its directory and the project <c>simulation</c>.</value>
    public IDictionary<string, string> Variables { get; set; } = new Dictionary<string, string>();
}
