using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Configuration;
using WandbActors.Hosting.Logging;

namespace WandbActors.Hosting;

/// <summary>Brings an application's log into its runs: <c>builder.Logging.AddWandb()</c>.</summary>
public static class WandbLoggingBuilderExtensions
{
    /// <summary>
    /// Adds log lines to the host's default run, or to the run that is a scope of theirs (<c>using (logger.BeginScope(run))</c>): they are in its transaction log
    /// (<c>wandb-actors tail RUN --console</c>), and on the server in its <c>output.log</c>. Warnings and errors are shown as errors. Which ones: <c>Logging:Wandb:LogLevel</c>, as for any
    /// provider. Never waits: rows come first, and what has no room is counted (<see cref="Ledger.OutputLost"/>). Needs
    /// <see cref="WandbServiceCollectionExtensions.AddWandb(IServiceCollection, Action{WandbOptions}?)"/>.
    /// </summary>
    /// <param name="builder">The host's logging.</param>
    /// <param name="configure">Sets options.</param>
    public static ILoggingBuilder AddWandb(this ILoggingBuilder builder, Action<WandbLoggerOptions>? configure = null)
    {
        builder.AddConfiguration();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<RunLines>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, WandbLoggerProvider>());
        LoggerProviderOptions.RegisterProviderOptions<WandbLoggerOptions, WandbLoggerProvider>(builder.Services);
        if (configure is not null)
            builder.Services.Configure(configure);
        return builder;
    }
}
