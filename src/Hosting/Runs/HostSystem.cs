using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WandbActors.Reporting;

namespace WandbActors.Hosting.Runs;

/// <summary>
/// The actor system that a host's runs live in: the application's if it has one, else one of the host's own, which ends with the host. Not the
/// process's: signals are the host's to obey, and a process may have several hosts. Any thread.
/// </summary>
internal sealed class HostSystem(IServiceProvider services, IOptions<WandbOptions> options, ILoggerFactory loggers, IRunOutlet outlet) : IDisposable
{
    private static readonly Config OwnLogger = ConfigurationFactory.ParseString(
        """akka { loggers = ["Akka.Hosting.Logging.LoggerFactoryLogger, Akka.Hosting"], stdout-loglevel = OFF }""");

    private readonly Lock _gate = new();
    private Task<WandbExtension>? _extension;
    private ActorSystem? _own;

    /// <summary>The system; <c>null</c> as long as there is none.</summary>
    public ActorSystem? Current => services.GetService<ActorSystem>() ?? _own;

    /// <summary>The runtime in it, made on the first call.</summary>
    public Task<WandbExtension> ExtensionAsync()
    {
        // On the caller's thread: who asks while the container just makes the application's system must not wait for himself.
        if (services.GetService<ActorSystem>() is { } system)
            return Task.FromResult(WandbExtension.For(system));

        lock (_gate)
            return _extension ??= Task.Factory.StartNew(Make, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends the host's own system, if there is one.</summary>
    public Task EndAsync() => _own?.Terminate() ?? Task.CompletedTask;

    /// <summary>Of a host that has not come to its end. Its runs are disposed of by then, since they were made later.</summary>
    public void Dispose() => _ = EndAsync();

    private WandbExtension Make()
    {
        var settings = options.Value.Hocon is { } hocon ? ConfigurationFactory.ParseString(hocon) : Config.Empty;
        var setup = BootstrapSetup.Create().WithConfig(settings.WithFallback(OwnLogger).WithFallback(ProcessSystem.Defaults));
        _own = ActorSystem.Create(ProcessSystem.Name, ActorSystemSetup.Create(setup, new LoggerFactorySetup(loggers), new WandbSetup { Outlet = outlet }));
        return WandbExtension.For(_own);
    }
}
