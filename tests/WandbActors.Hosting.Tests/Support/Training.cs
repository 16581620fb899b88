using Microsoft.Extensions.Hosting;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A service that logs a row when it starts and when it stops.</summary>
internal sealed class Training(Run run) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        run.Log(("at", "start"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        run.Log(("at", "stop"));
        return Task.CompletedTask;
    }
}
