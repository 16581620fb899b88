using Microsoft.Extensions.Hosting;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A service that cannot start.</summary>
internal sealed class UnstartableTraining : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("there is no data");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
