using Microsoft.Extensions.Hosting;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A service that fails as soon as it runs.</summary>
internal sealed class FailingTraining : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.FromException(new InvalidOperationException("the training failed"));
}
