namespace WandbActors.TestKit;

/// <summary>
/// Something was told to an actor of a <see cref="Simulation"/> from another thread than the simulation's. What happens then depends on the machine, and the same seed
/// does not do the same any more.
/// </summary>
/// <param name="where">The stack of the first such message.</param>
public sealed class StrayWorkException(string where) : Exception(
    "Work came to an actor from outside of the simulation's thread: the same seed would not do the same. Usual reasons: Task.Run; Task.Delay, a timer or a timeout without "
    + "simulation.Time; real files or sockets that are awaited; a dispatcher that is not among SimulationOptions.Dispatchers; a message told by another thread of the test. It came from:"
    + Environment.NewLine + where);
