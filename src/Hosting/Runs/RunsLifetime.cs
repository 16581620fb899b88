using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WandbActors.Ending;
using WandbActors.Hosting.Logging;

namespace WandbActors.Hosting.Runs;

/// <summary>
/// Starts the default run before the host starts its services, and ends all runs after it has stopped them: whatever a service logs while it
/// stops is in its run, in whichever order services were added. Meanwhile signals are the host's.
/// </summary>
internal sealed class RunsLifetime(HostRuns runs, HostSystem system, DrainTime drain, IServiceProvider services, ILoggerFactory loggers)
    : IHostedLifecycleService, IDisposable
{
    private const string SignalHook = "akka.coordinated-shutdown.run-by-clr-shutdown-hook";
    private const int Failed = 1;

    private readonly ILogger _logger = loggers.CreateLogger(RunLog.HostingCategory);
    private BackgroundService[] _background = [];
    private IDisposable? _signals;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        runs.ExitCode = () => Failed; // until all have started
        _signals = ProcessEnd.LeaveSignals();
        if (services.GetService<ActorSystem>() is { } application && application.Settings.Config.GetBoolean(SignalHook))
            _logger.EndsEarly(application.Name);
        return runs.BeginAsync();
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
        drain.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var bound = drain.Left();
        if (runs.Live.Count is > 0 and var count)
            _logger.Draining(count, bound.TotalSeconds);
        await runs.EndAsync(bound).ConfigureAwait(false);
        await drain.WaitShortlyAsync(system.EndAsync()).ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Also of a host that could not start.</summary>
    public void Dispose() => _signals?.Dispose();

    // As a program's that returns from Main, unless one of the host's services has failed: then the host stops, and the process may still end with 0.
    private int ExitCode() => _background.Any(service => service.ExecuteTask is { IsFaulted: true }) ? Failed : Environment.ExitCode;
}
