using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WandbActors.Hosting.Configuring;
using WandbActors.Hosting.Logging;
using WandbActors.Hosting.Runs;
using WandbActors.Reporting;

namespace WandbActors.Hosting;

/// <summary>Brings runs into a host: <c>services.AddWandb(o =&gt; o.Project = "digits")</c>.</summary>
public static class WandbServiceCollectionExtensions
{
    /// <summary>
    /// Adds the host's runs: inject <see cref="Run"/>, its default run, which starts before the host's services and ends after them, or
    /// <see cref="IRunFactory"/>, which starts any number. With an <c>ActorSystem</c> among the services, such as <c>AddAkka</c>'s, they live in that one. May
    /// be called several times.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options; comes after the sections and calls before it.</param>
    public static IServiceCollection AddWandb(this IServiceCollection services, Action<WandbOptions>? configure = null)
    {
        if (configure is not null)
            services.Configure(configure);
        return services.AddRuns();
    }

    /// <summary>The same, with options from a configuration section: <c>services.AddWandb(builder.Configuration.GetSection("Wandb"))</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">Has the properties of <see cref="WandbOptions"/> by name.</param>
    /// <param name="configure">Sets options beyond those of the section, and against them.</param>
    public static IServiceCollection AddWandb(this IServiceCollection services, IConfiguration section, Action<WandbOptions>? configure = null) =>
        services.Configure<WandbOptions>(options => WandbSection.Read(section, options)).AddWandb(configure);

    /// <summary>
    /// Adds one more run of the host under a name of its own, to be injected by it: <c>[FromKeyedServices("eval")] Run eval</c>. It starts over the host's options
    /// when it is first asked for, and ends with the host unless it is finished before.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The name, which is no option of the run.</param>
    /// <param name="configure">Changes the options of this run; they are a copy of the host's.</param>
    public static IServiceCollection AddWandbRun(this IServiceCollection services, string name, Action<RunOptions>? configure = null)
    {
        services.TryAddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<HostRuns>().Start(configure));
        return services.AddRuns();
    }

    private static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.AddOptions<WandbOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WandbOptions>, WandbOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RunLines>();
        services.TryAddSingleton<IRunOutlet, LoggerOutlet>();
        services.TryAddSingleton<HostSystem>();
        services.TryAddSingleton<HostRuns>();
        services.TryAddSingleton<DrainTime>();
        services.TryAddSingleton<IRunFactory>(provider => provider.GetRequiredService<HostRuns>());
        services.TryAddSingleton(provider => provider.GetRequiredService<HostRuns>().Default);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RunsLifetime>());
        return services;
    }
}
