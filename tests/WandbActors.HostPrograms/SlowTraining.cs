using Microsoft.Extensions.Hosting;

namespace WandbActors.HostPrograms;

/// <summary>Logs a row when it starts, and when it has stopped, which takes so long that whatever else ends with the process could be quicker.</summary>
internal sealed class SlowTraining(Run run) : IHostedService
{
    private static readonly TimeSpan StopTime = TimeSpan.FromMilliseconds(700);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        run.Log(("at", "start"));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(StopTime, TimeProvider.System, CancellationToken.None);
        run.Log(("at", "stop"));
    }
}
