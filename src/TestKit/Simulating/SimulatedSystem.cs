using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using WandbActors.Actors.Settings;

namespace WandbActors.TestKit;

/// <summary>
/// An actor system in which nothing happens by itself: one thread, virtual time, and chance from a seed. What it did is summed up in a
/// hash that is the same for the same seed.
/// </summary>
internal sealed class SimulatedSystem : IDisposable
{
    /// <summary>A dispatcher of the simulation, in HOCON.</summary>
    private const string Simulated = "{ type = \"WandbActors.TestKit.SimDispatcherConfigurator, WandbActors.TestKit\", throughput = 1 }";

    /// <summary>One whose actors wait for a disk.</summary>
    private const string SimulatedDisk = "{ type = \"WandbActors.TestKit.DiskDispatcherConfigurator, WandbActors.TestKit\", throughput = 1 }";

    // Akka's shutdown waits by the scheduler's time, and nobody moves that on when the simulation is over.
    private const string Settings = $$"""
        akka {
          scheduler.implementation = "WandbActors.TestKit.VirtualScheduler, WandbActors.TestKit"
          actor.default-dispatcher = {{Simulated}}
          actor.internal-dispatcher = {{Simulated}}
          actor.default-blocking-io-dispatcher = {{Simulated}}
          persistence.dispatchers.default-plugin-dispatcher = {{Simulated}}
          persistence.dispatchers.default-replay-dispatcher = {{Simulated}}
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.run-by-actor-system-terminate = off
        }
        wandb.run-dispatcher = {{Simulated}}
        wandb.file-writer-dispatcher = {{SimulatedDisk}}
        wandb.staging-dispatcher = {{Simulated}}
        wandb.deferred-dispatcher = {{Simulated}}
        wandb.monitor-dispatcher = {{Simulated}}
        """;

    private readonly ReadyMailboxes _ready;
    private readonly Random _order;
    private long _turnsAtOnce;
    private ulong _trace = 14695981039346656037; // FNV-1a

    /// <param name="seed">What chance and order come from.</param>
    /// <param name="settings">HOCON that goes before the simulation's own.</param>
    /// <param name="dispatchers">Further dispatchers to be simulated: their paths in the configuration.</param>
    /// <param name="setups">What the system starts with; asked for when <see cref="Time"/> and <see cref="Chance"/> are there, and the system is not.</param>
    public SimulatedSystem(
        int seed, string settings = "", IEnumerable<string>? dispatchers = null, Func<SimulatedSystem, IEnumerable<Setup>>? setups = null)
    {
        Chance = new Random(seed);
        _order = new Random(Chance.Next());
        var config = ConfigurationFactory.ParseString(string.Join('\n', (dispatchers ?? []).Select(path => $"{path} = {Simulated}")))
            .WithFallback(ConfigurationFactory.ParseString(settings))
            .WithFallback(ConfigurationFactory.ParseString(Settings))
            .WithFallback(WandbSettings.Reference);
        VirtualScheduler.NextTime = Time;
        System = ActorSystem.Create("simulation", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. setups?.Invoke(this) ?? []]));
        VirtualScheduler.NextTime = null;
        _ready = SimDispatcherConfigurator.ReadyIn(System.Settings);
        SpinWait.SpinUntil(_ready.TryTakeOver);
    }

    public ActorSystem System { get; }

    public VirtualTime Time { get; } = new();

    /// <summary>Chance for whatever else takes part; ask it only in the simulation's own order.</summary>
    public Random Chance { get; }

    /// <summary>What happened, in which order, when.</summary>
    public string Trace => _trace.ToString("x16");

    /// <summary>How many turns and timers there may be without any time between them.</summary>
    public long MaxTurnsAtOnce { get; init; } = 1_000_000;

    /// <summary>How many mailboxes have run.</summary>
    public long Runs { get; private set; }

    /// <summary>Where something happened outside of the simulation; must be empty, or the trace means nothing.</summary>
    public IReadOnlyList<string> Strays => _ready.Strays;

    /// <summary>Holds back mailboxes that are about to run.</summary>
    public IMailboxHold? Hold { set => _ready.Hold = value; }

    /// <summary>Adds to what the trace is made of.</summary>
    public void Note(long what) => _trace = (_trace ^ (ulong)what) * 1099511628211;

    /// <summary>Adds bytes to it.</summary>
    public void Note(ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
            Note(octet);
    }

    /// <summary>Lets so much virtual time pass.</summary>
    public void RunFor(TimeSpan time) => RunUntil(() => false, time);

    /// <summary>Lets virtual time pass until it is so, but no more than so much. Returns whether it is so.</summary>
    public bool RunUntil(Func<bool> isSo, TimeSpan atMost)
    {
        // A test's context would have what was awaited go on elsewhere.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _ready.Adopt();
        _turnsAtOnce = 0;
        try
        {
            var end = Time.GetUtcNow() + atMost;
            do
            {
                RunMailboxes();
                if (isSo())
                    return true;
            }
            while (HappenNext(end));

            return isSo();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>From now on the simulation goes on in this thread: the one that conducts it may change, as that of an async test does.</summary>
    public void Adopt() => _ready.Adopt();

    public void Dispose()
    {
        _ready.LetGo();
        System.Terminate().Wait();
    }

    private void RunMailboxes()
    {
        while (_ready.Take(_order, out var index, out var count) is { } mailbox)
        {
            Note((long)index << 32 | (uint)count);
            Runs++;
            mailbox.Run();
            CountTurn(); // behind it: a mailbox that was taken and not run could never stop
        }
    }

    private bool HappenNext(DateTimeOffset end)
    {
        var before = Time.GetUtcNow();
        if (Time.GoOn(end) is not { } timer)
            return false;

        if (Time.GetUtcNow() > before)
            _turnsAtOnce = 0;
        CountTurn();
        Note(Time.GetUtcNow().UtcTicks);
        timer.Happen();
        return true;
    }

    private void CountTurn()
    {
        if (++_turnsAtOnce > MaxTurnsAtOnce)
        {
            throw new WandbAssertionException(
                $"There were {MaxTurnsAtOnce} turns at {Time.GetUtcNow():yyyy-MM-dd HH:mm:ss}, and time does not go on: the last message was for {_ready.LastTold.Path}. "
                + "An actor that tells itself something, or a timer that is set anew, needs a delay. SimulationOptions.MaxTurnsAtOnce allows more.");
        }
    }
}
