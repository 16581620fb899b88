using Akka.Configuration;

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
    /// <summary>After so long without a failure the waits before a restart begin anew; longer than anything takes that may fail.</summary>
    public TimeSpan RestartReset() => RequestTimeout + RestartMax;

    public static UploadSettings From(Config config) => new(
        config.GetTimeSpan("first-minute-period"),
        config.GetTimeSpan("period"),
        config.GetTimeSpan("heartbeat-period"),
        (int)config.GetByteSize("max-request-bytes")!.Value,
        (int)config.GetByteSize("max-line-bytes")!.Value,
        config.GetInt("requests-per-second"),
        config.GetTimeSpan("request-timeout"),
        config.GetTimeSpan("retry-min"),
        config.GetTimeSpan("retry-max"),
        config.GetInt("max-retries"),
        config.GetTimeSpan("upsert-delay"),
        config.GetInt("file-transfers"),
        config.GetTimeSpan("live-file-period"),
        config.GetInt("artifacts"),
        config.GetByteSize("multipart-file-bytes")!.Value,
        config.GetByteSize("multipart-part-bytes")!.Value,
        config.GetBoolean("keep-sent-artifacts"),
        config.GetTimeSpan("restart-min"),
        config.GetTimeSpan("restart-max"),
        config.GetDouble("restart-jitter"),
        config.GetString("bookmark"));
}
