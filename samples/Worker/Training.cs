using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WandbActors;

namespace Worker;

/// <summary>Trains a make-believe model, epoch by epoch, into the host's run.</summary>
internal sealed class Training(Run run, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<Training> logger) : BackgroundService
{
    private const int StepsInEpoch = 100;

    private static readonly TimeSpan EpochTime = TimeSpan.FromMilliseconds(20);

    private readonly int _epochs = configuration.GetValue("Training:Epochs", 100);
    private int _done;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken); // until the epoch that is under way has ended
        logger.LogInformation("Stopped after {Epochs} of {All} epochs", _done, _epochs);
        run.Log(("epochs_done", _done));
        run.Summary["whole"] = _done == _epochs;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_done < _epochs && !stoppingToken.IsCancellationRequested)
        {
            using (logger.BeginScope("epoch {Epoch}", _done))
                await TrainAsync();
            _done++;
        }

        lifetime.StopApplication();
    }

    private async Task TrainAsync()
    {
        var loss = 0.0;
        for (var step = 0; step < StepsInEpoch; step++)
        {
            loss = Math.Exp(-((_done * StepsInEpoch) + step) / 4_000.0);
            run.Log(("loss", loss), ("epoch", _done));
        }

        if (_done % 10 == 0)
            logger.LogInformation("Loss is {Loss:0.000}", loss);
        await Task.Delay(EpochTime, TimeProvider.System);
    }
}
