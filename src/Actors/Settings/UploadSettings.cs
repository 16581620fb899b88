namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.upload</c>: sending to the server.</summary>
internal sealed record UploadSettings(
    TimeSpan FirstMinutePeriod,
    TimeSpan Period,
    TimeSpan HeartbeatPeriod,
    int MaxRequestBytes,
    int MaxLineBytes,
    int RequestsPerSecond,
    TimeSpan RequestTimeout,
    TimeSpan RetryMin,
    TimeSpan RetryMax,
    int MaxRetries,
    TimeSpan UpsertDelay,
    int FileTransfers,
    TimeSpan LiveFilePeriod,
    int Artifacts,
    long MultipartFileBytes,
    long MultipartPartBytes,
    bool KeepSentArtifacts,
    TimeSpan RestartMin,
    TimeSpan RestartMax,
    double RestartJitter,
    string Bookmark)
{
    // What S3 and its like take at least in every part but the last.
    private const long SmallestPart = 5 << 20;

    /// <summary>After so long without a failure the waits before a restart begin anew; longer than anything takes that may fail.</summary>
    public TimeSpan RestartReset() => RequestTimeout + RestartMax;

    public static UploadSettings From(SettingsSection section)
    {
        var (retryMin, retryMax) = section.Growing("retry-min", "retry-max");
        var (restartMin, restartMax) = section.Growing("restart-min", "restart-max");
        return new UploadSettings(
            section.Period("first-minute-period"),
            section.Period("period"),
            section.Period("heartbeat-period"),
            (int)section.Bytes("max-request-bytes", min: 1024, max: 1 << 30),
            (int)section.Bytes("max-line-bytes", min: 1024, max: 1 << 30),
            section.Count("requests-per-second", min: 1),
            section.Period("request-timeout"),
            retryMin,
            retryMax,
            section.Count("max-retries"),
            section.Time("upsert-delay"),
            section.Count("file-transfers", min: 1),
            section.Period("live-file-period"),
            section.Count("artifacts", min: 1),
            section.Bytes("multipart-file-bytes", min: 1),
            section.Bytes("multipart-part-bytes", min: SmallestPart),
            section.Flag("keep-sent-artifacts"),
            restartMin,
            restartMax,
            section.Fraction("restart-jitter"),
            section.Text("bookmark"));
    }
}
