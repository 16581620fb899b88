using Akka.Actor;
using Microsoft.Extensions.Hosting;
using WandbActors;
using WandbActors.Hosting;

namespace Orchestrator;

/// <summary>Starts a run and a trainer for each learning rate, and says in the end which was best.</summary>
internal sealed class Conductor : ReceiveActor
{
    private static readonly double[] Rates = [0.1, 0.01, 0.001];

    private readonly IRunFactory _runs;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly List<Trained> _trained = [];

    public Conductor(IRunFactory runs, IHostApplicationLifetime lifetime)
    {
        _runs = runs;
        _lifetime = lifetime;

        Receive<Started>(started => Context.ActorOf(Props.Create(() => new Trainer(started.Run.Actor, started.Rate)), started.Run.Id));
        Receive<Trained>(Take);
        Receive<Status.Failure>(failure =>
        {
            Console.Error.WriteLine($"A run could not start: {failure.Cause.Message}");
            _lifetime.StopApplication();
        });
    }

    protected override void PreStart()
    {
        foreach (var rate in Rates)
        {
            _runs.StartAsync(run =>
            {
                run.Name = $"lr {rate}";
                run.Config["lr"] = rate;
            }).PipeTo(Self, success: run => new Started(run, rate));
        }
    }

    private void Take(Trained trained)
    {
        Console.WriteLine($"run {trained.RunId}  lr {trained.Rate,-6}  {trained.Rows} rows  loss {trained.Loss:0.0000}");
        _trained.Add(trained);
        if (_trained.Count < Rates.Length)
            return;

        Console.WriteLine($"Best: lr {_trained.MinBy(one => one.Loss)!.Rate}. Send the runs by: wandb-actors sync wandb/");
        _lifetime.StopApplication();
    }

    /// <summary>A run has started.</summary>
    private sealed record Started(Run Run, double Rate);
}
