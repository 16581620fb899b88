using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WandbActors.Hosting.Logging;

namespace WandbActors.Hosting.Runs;

/// <summary>
/// Starts the default run before the host starts its services, and ends all runs after it has stopped them: whatever a service logs while it
/// stops is in its run, in whichever order services were added.
/// </summary>
internal sealed class RunsLifetime(
    HostRuns runs, HostSystem system, RunLines lines, IOptions<WandbOptions> options, IOptions<HostOptions> host, IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
    : IHostedLifecycleService
{
    private const int Failed = 1;

    // Of what is left of the shutdown: the rest is for whoever comes after us.
    private const double Share = 0.9;

    // The log gets its end even when others have taken all the time.
    private static readonly TimeSpan LeastBound = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger(RunLog.HostingCategory);
    private BackgroundService[] _background = [];
    private long _stopping;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        runs.ExitCode = () => Failed; // until all have started
        if (services.GetService<ActorSystem>() is { } application && application.Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook"))
            _logger.EndsEarly(application.Name);
        if (options.Value.StartRun)
            await runs.DefaultAsync().ConfigureAwait(false);
        else
            lines.HoldNone();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _background = [.. services.GetServices<IHostedService>().OfType<BackgroundService>()];
        runs.ExitCode = ExitCode;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = time.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var bound = Bound();
        if (runs.Live.Count is > 0 and var count)
            _logger.Draining(count, bound.TotalSeconds);
        await runs.EndAsync(bound).ConfigureAwait(false);
        // It has nothing left to do: what hangs there, on a disk perhaps, is not the host's trouble.
        await Task.WhenAny(system.EndAsync(), Task.Delay(LeastBound, time, CancellationToken.None)).ConfigureAwait(false);
    }

    // As a program's that returns from Main, unless one of the host's services has failed: then the host stops, and the process may still end with 0.
    private int ExitCode() => _background.Any(service => service.ExecuteTask is { IsFaulted: true }) ? Failed : Environment.ExitCode;

    private TimeSpan Bound()
    {
        var shutdown = host.Value.ShutdownTimeout;
        var wanted = options.Value.DrainTimeout ?? (shutdown == Timeout.InfiniteTimeSpan ? TimeSpan.FromSeconds(30) : shutdown / 2);
        var left = shutdown == Timeout.InfiniteTimeSpan ? wanted : (shutdown - time.GetElapsedTime(_stopping)) * Share;
        var bound = wanted < left ? wanted : left;
        return bound > LeastBound ? bound : LeastBound;
    }
}
