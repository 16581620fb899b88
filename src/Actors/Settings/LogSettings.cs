namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.log</c>: the transaction log.</summary>
internal sealed record LogSettings(
    FsyncPolicy Fsync, TimeSpan FsyncInterval, TimeSpan SummaryInterval, TimeSpan RetryMin, TimeSpan RetryMax, long FreeSpaceWarning)
{
    public static LogSettings From(SettingsSection section)
    {
        var (retryMin, retryMax) = section.Growing("retry-min", "retry-max");
        return new LogSettings(
            section.Word("fsync", ("never", FsyncPolicy.Never), ("interval", FsyncPolicy.Interval), ("every-batch", FsyncPolicy.EveryBatch)),
            section.Period("fsync-interval"),
            section.Time("summary-interval"),
            retryMin,
            retryMax,
            section.Bytes("free-space-warning"));
    }
}
