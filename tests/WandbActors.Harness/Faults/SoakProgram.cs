using Akka.Actor;
using Akka.Configuration;

namespace WandbActors.Harness.Faults;

/// <summary>A program whose runs wait little between tries, so that thousands of faults fit into minutes.</summary>
internal sealed class SoakProgram : IAsyncDisposable
{
    public const string Project = "soak";

    private const string ShortWaits = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.tick-duration = 10ms
        }
        wandb {
          buffer { wait = 60s, drain-interval = 10ms }
          log { retry-min = 5ms, retry-max = 20ms }
          upload {
            first-minute-period = 1ms
            period = 1ms
            retry-min = 1ms
            retry-max = 5ms
            requests-per-second = 1000
            upsert-delay = 10ms
            restart-min = 5ms
            restart-max = 20ms
          }
        }
        """;

    private readonly ActorSystem _system = ActorSystem.Create("soak", ConfigurationFactory
        .ParseString($"wandb.upload.request-timeout = {FaultKinds.RequestTimeout.TotalMilliseconds}ms")
        .WithFallback(ConfigurationFactory.ParseString(ShortWaits)));

    /// <summary>Starts a run, through all that the server does meanwhile.</summary>
    public Task<Run> StartAsync(string directory, RecordingBackend backend) => WandbExtension.For(_system).InitAsync(new RunOptions
    {
        Project = Project,
        Entity = backend.DefaultEntity,
        BaseUrl = backend.BaseUrl,
        ApiKey = backend.ApiKey,
        Directory = directory,
        Silent = true,
        SystemMetrics = false, // the events that are counted are the soak's own
        Mode = RunMode.Online,
        FinishTimeout = TimeSpan.FromMinutes(2),
    });

    public async ValueTask DisposeAsync() => await _system.Terminate();
}
