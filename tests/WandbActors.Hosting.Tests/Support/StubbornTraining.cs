using Microsoft.Extensions.Hosting;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A service that stops only when the host has no more patience.</summary>
internal sealed class StubbornTraining : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
