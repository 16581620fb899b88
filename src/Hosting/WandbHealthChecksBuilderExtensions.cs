using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WandbActors.Hosting.Health;

namespace WandbActors.Hosting;

/// <summary>Adds the state of a host's runs to its health checks: <c>services.AddHealthChecks().AddWandb()</c>.</summary>
public static class WandbHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of all live runs. Unhealthy: rows were refused since the last check, or a run's actor has gone. Degraded: the upload waits, has
    /// stopped or stands still, the memory buffer is more than half full, or the disk is nearly full. The ledgers' figures are its data. Needs
    /// <see cref="WandbServiceCollectionExtensions.AddWandb(IServiceCollection, Action{WandbOptions}?)"/>.
    /// </summary>
    /// <param name="builder">The host's checks.</param>
    /// <param name="configure">Sets the limits.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What is reported in place of unhealthy.</param>
    /// <param name="tags">Tags to select the check by.</param>
    public static IHealthChecksBuilder AddWandb(
        this IHealthChecksBuilder builder,
        Action<WandbHealthOptions>? configure = null,
        string name = "wandb",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        if (configure is not null)
            builder.Services.Configure(configure);
        builder.Services.AddOptions<WandbHealthOptions>();
        builder.Services.TryAddSingleton<WandbHealthCheck>();
        return builder.Add(new HealthCheckRegistration(name, provider => provider.GetRequiredService<WandbHealthCheck>(), failureStatus, tags));
    }
}
