using Akka.Actor;
using WandbActors;
using WandbActors.TestKit;

namespace FleetSimulation;

/// <summary>A fleet in a simulation, and what may happen to it.</summary>
public sealed class Fleet : IDisposable
{
    // A thousand runs in one process: small buffers (a thousand rows each, should the disk fail), drained and sent less often, and to a server that takes more than ten requests
    // a second. A fleet of this size is many processes, of which each has these bounds for itself.
    private const string Settings = """
        wandb.buffer.size = 64 KiB
        wandb.buffer.drain-interval = 10s
        wandb.upload.first-minute-period = 30s
        wandb.upload.period = 60s
        wandb.upload.requests-per-second = 1000
        """;

    private readonly TrainerPlan[] _plans;

    /// <param name="seed">The same seed does the same.</param>
    /// <param name="runs">Trainers, each with a run of its own.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="stepTime">Time between two rows.</param>
    public Fleet(int seed, int runs, int rows, TimeSpan stepTime)
    {
        Simulation = new Simulation(new SimulationOptions { Seed = seed, Config = Settings });
        _plans = [.. Enumerable.Range(0, runs).Select(run => new TrainerPlan($"trainer-{run}", rows, stepTime) { LossAt = LossAt })];
    }

    public Simulation Simulation { get; }

    /// <summary>Whether the losses are computed on a GPU, and come later.</summary>
    public bool IsOnGpu { get; init; }

    /// <summary>From now on everything fails now and then: the server, the disk, the parts of runs, the trainers.</summary>
    public void LetEverythingFail()
    {
        Simulation.Server.TurnBad(oneIn: 5);
        Simulation.After(TimeSpan.FromSeconds(45), () => Simulation.Server.GoDown(lasting: TimeSpan.FromMinutes(2)));
        Simulation.Disk.TurnBad(oneIn: 20);
        Simulation.Every(TimeSpan.FromSeconds(0.7), CrashOne);
    }

    /// <summary>Lets the fleet train until all its runs have ended.</summary>
    public void RunToEnd(TimeSpan atMost)
    {
        var fleet = Simulation.System.ActorOf(Props.Create(() => new FleetActor(_plans)), "fleet");
        Simulation.Await(fleet.Ask<FleetActor.FleetEnded>(new FleetActor.AwaitEnd()), atMost);
    }

    public void Dispose() => Simulation.Dispose();

    private MetricValue LossAt(int row) => IsOnGpu ? Simulation.Device.Value(1.0 / (row + 1)) : 1.0 / (row + 1);

    private void CrashOne()
    {
        var plan = _plans[Simulation.Chance.Next(_plans.Length)];
        if (Simulation.Chance.Next(3) == 0)
            Simulation.System.ActorSelection($"/user/fleet/{plan.RunId}").Tell(new TrainerActor.OutOfMemory());
        else if (Simulation.Runs.FirstOrDefault(run => run.Id == plan.RunId) is { IsFinished: false } run)
            run.Crash((RunPart)Simulation.Chance.Next(4));
    }
}
