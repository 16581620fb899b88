using System.Runtime.CompilerServices;
using Akka.Actor;

namespace WandbActors.TestKit;

/// <summary>
/// An actor system with runs, their disk and their server, in which nothing happens by itself: one thread, virtual time, and chance from a seed. Your own actors live in
/// it like any other. Time passes only while one of its methods lets it, from one happening to the next, so an hour takes some milliseconds; the same seed
/// does the same. Used by one thread at a time, which runs everything.
/// </summary>
/// <example>
/// <code>
/// using var simulation = new Simulation(seed: 42);
/// var run = simulation.StartRun(new RunOptions { Project = "fleet" });
/// simulation.Server.GoDown(lasting: TimeSpan.FromDays(2));
/// run.Log(("loss", 0.31));
/// run.Finish(atMost: TimeSpan.FromDays(3));
/// run.ShouldHaveEachRowOnce().ShouldBalance();
/// </code>
/// </example>
public sealed class Simulation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SimulatedSystem _system;
    private readonly SimulatedSurroundings _surroundings;
    private readonly List<SimulatedRun> _runs = [];
    private bool _isDisposed;

    /// <summary>A simulation of the default settings.</summary>
    /// <param name="seed">What everything that happens by chance comes from.</param>
    public Simulation(int seed) : this(new SimulationOptions { Seed = seed })
    {
    }

    /// <summary>A simulation of these settings.</summary>
    /// <exception cref="ArgumentException">One of its dispatchers is not in its configuration.</exception>
    public Simulation(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Seed = options.Seed;
        _surroundings = new SimulatedSurroundings(options.Variables);
        _system = new SimulatedSystem(options.Seed, $"{_surroundings.Settings}\n{options.Config}", options.Dispatchers, system => [SetUp(system), .. options.Setups])
        {
            MaxTurnsAtOnce = options.MaxTurnsAtOnce,
        };
        _system.Hold = Disk.Writers;
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The actor system: make your own actors in it.</summary>
    public ActorSystem System => _system.System;

    /// <summary>The clock: it begins at noon of 21 August 2026, UTC. Timers of it, and waits that are given it, pass with virtual time.</summary>
    public TimeProvider Time => _system.Time;

    /// <summary>Chance for whatever else takes part. Ask it only where the simulation runs: in actors, timers and the test itself.</summary>
    public Random Chance => _system.Chance;

    /// <summary>The server that the runs are sent to.</summary>
    public SimulatedServer Server { get; private set; } = null!;

    /// <summary>The disk that the runs' logs are on.</summary>
    public SimulatedDisk Disk { get; private set; } = null!;

    /// <summary>A device that values come from. <c>new SimulatedDevice(simulation.Time)</c> is another one.</summary>
    public SimulatedDevice Device => field ??= new SimulatedDevice(Time);

    /// <summary>The runs of the simulation, in the order in which they were started: those of <see cref="StartRun"/>, and those that actors have started.</summary>
    public IReadOnlyList<SimulatedRun> Runs => _runs;

    /// <summary>
    /// A hash of what has happened so far, in which order, when, and of every byte that was sent: equal for the same seed and the same test.
    /// </summary>
    public string Trace => _system.Trace;

    /// <summary>How many messages, or bundles of them, actors have worked off.</summary>
    public long Turns => _system.Runs;

    /// <summary>Starts a run by a message, as an orchestrator does, and returns what can be done with it in a test. It is online unless its options say otherwise.</summary>
    /// <param name="options">The run; all defaults for <c>null</c>.</param>
    /// <param name="atMost">Virtual time in which it must have started; 5 minutes by default. Only a run that resumes needs any: it asks the server first.</param>
    /// <exception cref="WandbAssertionException">It was refused, or has not started in that time.</exception>
    /// <exception cref="StrayWorkException">Something happened outside of the simulation.</exception>
    public SimulatedRun StartRun(RunOptions? options = null, TimeSpan? atMost = null)
    {
        options ??= new RunOptions();
        var waitedFor = options.RunId is { } id ? $"run {id} has started" : "the run has started";
        return Ask<IRunMessage>(WandbExtension.For(System).Runs, new StartRun(options), waitedFor, atMost ?? TimeSpan.FromMinutes(5)) switch
        {
            RunStarted started => _runs.Last(run => run.Directory == started.Directory).Of(started.Actor),
            var refused => throw new WandbAssertionException($"The run was refused: {((RunRefused)refused).Reason}"),
        };
    }

    /// <summary>The run with this id; the newest one, if several attempts at it were started.</summary>
    /// <exception cref="WandbAssertionException">There is none.</exception>
    public SimulatedRun Run(string id) => _runs.LastOrDefault(run => run.Id == id)
        ?? throw new WandbAssertionException($"No run {id} was started. There are: {string.Join(", ", _runs.Select(run => run.Id))}.");

    /// <summary>Lets so much virtual time pass.</summary>
    /// <exception cref="WandbAssertionException">Time does not go on: see <see cref="SimulationOptions.MaxTurnsAtOnce"/>.</exception>
    /// <exception cref="StrayWorkException">Something happened outside of the simulation.</exception>
    public void RunFor(TimeSpan time)
    {
        ThrowIfUnfit(time);
        _system.RunFor(time);
        ThrowIfStray();
    }

    /// <summary>Lets virtual time pass until it is so. Looks after each happening.</summary>
    /// <param name="isSo">Whether it is so.</param>
    /// <param name="atMost">Virtual time in which it must be so.</param>
    /// <param name="waitedFor">What the failure says; the condition's text by default.</param>
    /// <exception cref="WandbAssertionException">The time is over, and it is not; or time does not go on: see <see cref="SimulationOptions.MaxTurnsAtOnce"/>.</exception>
    /// <exception cref="StrayWorkException">Something happened outside of the simulation.</exception>
    public void RunUntil(Func<bool> isSo, TimeSpan atMost, [CallerArgumentExpression(nameof(isSo))] string waitedFor = "")
    {
        ArgumentNullException.ThrowIfNull(isSo);
        ThrowIfUnfit(atMost);
        var isIt = _system.RunUntil(isSo, atMost);
        ThrowIfStray();
        if (!isIt)
            throw new WandbAssertionException($"After {atMost} of virtual time it was still not so: {waitedFor.Replace("() => ", "")}");
    }

    /// <summary>Lets virtual time pass until the task is done, and returns its result: for what is asked of an actor.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="atMost">Virtual time in which it must be done; 30 s by default.</param>
    /// <exception cref="WandbAssertionException">The time is over, and it is not; or time does not go on: see <see cref="SimulationOptions.MaxTurnsAtOnce"/>.</exception>
    /// <exception cref="StrayWorkException">Something happened outside of the simulation.</exception>
    public T Await<T>(Task<T> task, TimeSpan? atMost = null) => Await(task, $"a task of {typeof(T).Name} is done", atMost ?? Patience);

    /// <summary>Does something after so much virtual time; disposing of what is returned prevents it.</summary>
    public ITimer After(TimeSpan delay, Action action) => Time.CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Does something again and again, the first time after one period; disposing of what is returned ends it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is not above zero.</exception>
    public ITimer Every(TimeSpan period, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        return Time.CreateTimer(_ => action(), null, period, period);
    }

    /// <summary>Ends the actor system, whatever is going on in it, and removes the runs' directories.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Disk.Writers.LetGo();
        _system.Dispose();
        _surroundings.Dispose();
    }

    /// <summary>What an actor answers.</summary>
    internal T Ask<T>(IActorRef actor, object question, string waitedFor, TimeSpan? atMost = null)
    {
        _system.Adopt();
        return Await(actor.Ask<T>(question), waitedFor, atMost ?? Patience);
    }

    private T Await<T>(Task<T> task, string waitedFor, TimeSpan atMost)
    {
        RunUntil(() => task.IsCompleted, atMost, waitedFor);
        return task.GetAwaiter().GetResult();
    }

    private WandbSetup SetUp(SimulatedSystem system)
    {
        Server = new SimulatedServer(system);
        Disk = new SimulatedDisk(system);
        return new WandbSetup
        {
            Time = system.Time,
            Chance = system.Chance,
            Connections = Server.Network,
            Disk = Disk.Logs,
            Surroundings = () => _surroundings.With(Server),
            Begun = session => _runs.Add(new SimulatedRun(this, session)),
        };
    }

    private void ThrowIfUnfit(TimeSpan time)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
    }

    private void ThrowIfStray()
    {
        if (_system.Strays is [var first, ..])
            throw new StrayWorkException(first);
    }
}
