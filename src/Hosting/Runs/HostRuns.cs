using Akka.Hosting;
using Microsoft.Extensions.Options;
using WandbActors.Ending;
using WandbActors.Hosting.Logging;
using WandbActors.Reporting;

namespace WandbActors.Hosting.Runs;

/// <summary>The runs of a host: it starts them, and ends those that have not ended, also if a message has started them. Any thread.</summary>
internal sealed class HostRuns(HostSystem system, IOptions<WandbOptions> options, IRunOutlet outlet, RunLines lines) : IRunFactory
{
    private readonly Lock _gate = new();
    private readonly List<Run> _lost = [];
    private Task<Run>? _default;
    private bool _hasStopped;

    /// <summary>What a run ends with whose host ends before it.</summary>
    public Func<int> ExitCode { private get; set; } = () => 0;

    /// <summary>The default run, started here if it has not been. Waits for that: some milliseconds, unless the run is online and must be resumed.</summary>
    public Run Default => DefaultAsync().GetAwaiter().GetResult();

    /// <summary>Those that have not ended.</summary>
    public IReadOnlyList<Run> Live => system.Current is { } current ? [.. LiveRuns.In(current)] : [];

    /// <summary>Those whose actors have gone before their logs had an end.</summary>
    public IReadOnlyList<Run> Lost
    {
        get
        {
            lock (_gate)
                return [.. _lost];
        }
    }

    /// <summary>The host starts: with its default run, if there is to be one.</summary>
    public Task BeginAsync()
    {
        if (options.Value.StartRun)
            return DefaultAsync();

        lines.HoldNone();
        return Task.CompletedTask;
    }

    /// <summary>The default run, started on the first call; one that could not start says so to each that asks.</summary>
    /// <exception cref="InvalidOperationException">The host has no default run.</exception>
    public Task<Run> DefaultAsync()
    {
        if (!options.Value.StartRun)
            throw new InvalidOperationException("The host has no run of its own, since WandbOptions.StartRun is false: inject IRunFactory and start one.");

        var extension = system.ExtensionAsync();
        lock (_gate)
            return _default ??= Task.Run(() => StartDefaultAsync(extension)); // no context of the caller's is waited for
    }

    public Task<Run> StartAsync(Action<RunOptions>? configure = null, CancellationToken cancellation = default)
    {
        var run = options.Value.ForAnotherRun();
        configure?.Invoke(run);
        return LaunchAsync(system.ExtensionAsync(), run, cancellation);
    }

    /// <summary>The same, for a container, which cannot wait otherwise.</summary>
    public Run Start(Action<RunOptions>? configure)
    {
        var run = options.Value.ForAnotherRun();
        configure?.Invoke(run);
        var extension = system.ExtensionAsync();
        return Task.Run(() => LaunchAsync(extension, run, CancellationToken.None)).GetAwaiter().GetResult();
    }

    /// <summary>Ends the runs that have not ended, all at once, within this time. None can be started here any more.</summary>
    public Task EndAsync(TimeSpan bound)
    {
        lock (_gate)
            _hasStopped = true;
        return Task.WhenAll(Live.Select(run => run.EndAsync(ExitCode(), bound)));
    }

    private async Task<Run> StartDefaultAsync(Task<WandbExtension> extension)
    {
        var run = await LaunchAsync(extension, options.Value.Copy(), CancellationToken.None).ConfigureAwait(false);
        ActorRegistry.For((await extension.ConfigureAwait(false)).System).TryRegister<DefaultRun>(run.Actor);
        lines.LeadTo(run);
        return run;
    }

    private async Task<Run> LaunchAsync(Task<WandbExtension> extension, RunOptions asked, CancellationToken cancellation)
    {
        ThrowIfStopped();
        var wandb = await extension.ConfigureAwait(false);
        ActorRegistry.For(wandb.System).TryRegister<RunSupervisor>(wandb.Runs);
        var host = RunHost.Of(wandb) with { Outlet = outlet, ExitCodeOfHost = () => ExitCode() };
        var run = await RunLauncher.LaunchAsync(host, asked, wandb.Setup.Surroundings(), cancellation).ConfigureAwait(false);
        _ = run.Session?.Ended.ContinueWith(_ => NoteIfLost(run), TaskScheduler.Default);
        return run;
    }

    private void NoteIfLost(Run run)
    {
        if (run.Session!.Ending.IsLogComplete)
            return;

        lock (_gate)
            _lost.Add(run);
    }

    private void ThrowIfStopped()
    {
        lock (_gate)
        {
            if (_hasStopped)
                throw new InvalidOperationException("The host has stopped: no run can be started any more.");
        }
    }
}
