using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using WandbActors.Hosting.Logging;

namespace WandbActors.Hosting;

/// <summary>Brings the runtime into an actor system that Akka.Hosting makes: <c>services.AddAkka("fleet", akka =&gt; akka.WithWandb())</c>.</summary>
public static class WandbAkkaExtensions
{
    // Half of what a host's shutdown may take by default; a phase of Akka's has 5 s.
    private static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(15);

    // Akka's own hook hears a signal before the host has told its services, and would end the runs under them.
    private static readonly Config HostObeysSignals = ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off");

    /// <summary>
    /// Starts the runtime in this system, with settings of its own, and puts <c>/user/wandb</c> into the <c>ActorRegistry</c> as <see cref="RunSupervisor"/>. Runs
    /// that have not ended are ended in the phase <c>service-requests-done</c> of the system's <c>CoordinatedShutdown</c>, which the host runs when it stops; a signal
    /// does not, unless HOCON that was added before says so (<c>run-by-clr-shutdown-hook</c>). With
    /// <see cref="WandbServiceCollectionExtensions.AddWandb(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{WandbOptions}?)"/> beside it, the host's runs live here.
    /// </summary>
    /// <param name="builder">The system's.</param>
    /// <param name="hocon">Settings of <c>wandb { … }</c>, which come before those that the system has otherwise.</param>
    /// <param name="drainTimeout">How long the end of the runs may take there; unless it is set, or HOCON that was added before says otherwise, 15 s.</param>
    public static AkkaConfigurationBuilder WithWandb(this AkkaConfigurationBuilder builder, string? hocon = null, TimeSpan? drainTimeout = null)
    {
        if (hocon is not null)
            builder.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend);
        var outlet = new LateOutlet();
        return builder
            .AddSetup(new WandbSetup { Outlet = outlet })
            .AddHocon(HostObeysSignals, HoconAddMode.Append)
            .AddHocon(PhaseTimeout(drainTimeout ?? DefaultDrainTimeout), drainTimeout is null ? HoconAddMode.Append : HoconAddMode.Prepend)
            .WithActors((system, registry, resolver) =>
            {
                outlet.LeadTo(new LoggerOutlet(resolver.GetService<ILoggerFactory>()));
                registry.TryRegister<RunSupervisor>(WandbExtension.For(system).Runs);
            });
    }

    private static Config PhaseTimeout(TimeSpan timeout) =>
        ConfigurationFactory.ParseString($"akka.coordinated-shutdown.phases.service-requests-done.timeout = {(long)timeout.TotalMilliseconds}ms");
}
