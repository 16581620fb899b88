namespace WandbActors.Harness.Children;

/// <summary>HOCON of a child: waits so short that a round of a second sees them all.</summary>
internal static class ShortWaits
{
    public static string With(string sharedMemory, string ringSize) =>
        $$"""
        akka {
          loglevel = ERROR
          stdout-loglevel = ERROR
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.tick-duration = 10ms
        }
        wandb {
          buffer { directory = "{{sharedMemory}}", size = {{ringSize}}, drain-interval = 10ms, wait = 60s }
          deferred.timeout = 20ms
          log { retry-min = 20ms, retry-max = 100ms, summary-interval = 50ms }
          upload {
            first-minute-period = 20ms
            period = 20ms
            retry-min = 20ms
            retry-max = 100ms
            requests-per-second = 1000
            upsert-delay = 20ms
            restart-min = 50ms
            restart-max = 200ms
          }
        }
        """;
}
