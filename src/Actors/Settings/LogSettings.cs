using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.log</c>: the transaction log.</summary>
internal sealed record LogSettings(
    FsyncPolicy Fsync, TimeSpan FsyncInterval, TimeSpan SummaryInterval, TimeSpan RetryMin, TimeSpan RetryMax, long FreeSpaceWarning)
{
    public static LogSettings From(Config config) => new(
        config.GetString("fsync") switch
        {
            "never" => FsyncPolicy.Never,
            "interval" => FsyncPolicy.Interval,
            "every-batch" => FsyncPolicy.EveryBatch,
            var other => throw new ConfigurationException(
                $"wandb.log.fsync is \"{other}\"; set it to \"never\", \"interval\" or \"every-batch\""),
        },
        config.GetTimeSpan("fsync-interval"),
        config.GetTimeSpan("summary-interval"),
        config.GetTimeSpan("retry-min"),
        config.GetTimeSpan("retry-max"),
        config.GetByteSize("free-space-warning") ?? 0);
}
