using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary>All of <c>wandb { … }</c> in HOCON, read once. Keys, defaults and units: hocon/wandb.hocon.</summary>
internal sealed record WandbSettings(
    BufferSettings Buffer,
    LogSettings Log,
    DeferredSettings Deferred,
    OutputSettings Output,
    MonitorSettings Monitor,
    UploadSettings Upload,
    FinishSettings Finish)
{
    public const string RunDispatcher = "wandb.run-dispatcher";
    public const string FileWriterDispatcher = "wandb.file-writer-dispatcher";
    public const string StagingDispatcher = "wandb.staging-dispatcher";
    public const string DeferredDispatcher = "wandb.deferred-dispatcher";
    public const string MonitorDispatcher = "wandb.monitor-dispatcher";

    /// <summary>The defaults that the package carries.</summary>
    public static Config Reference { get; } = ConfigurationFactory
        .FromResource("wandb.hocon", typeof(WandbSettings).Assembly)
        .WithFallback(ConfigurationFactory.FromResource("serialization.hocon", typeof(WandbSettings).Assembly));

    /// <summary>Reads the settings of a system whose configuration falls back to <see cref="Reference"/>.</summary>
    public static WandbSettings From(Config system)
    {
        var wandb = system.GetConfig("wandb");
        return new WandbSettings(
            BufferSettings.From(wandb.GetConfig("buffer")),
            LogSettings.From(wandb.GetConfig("log")),
            DeferredSettings.From(wandb.GetConfig("deferred")),
            OutputSettings.From(wandb.GetConfig("output")),
            MonitorSettings.From(wandb.GetConfig("monitor")),
            UploadSettings.From(wandb.GetConfig("upload")),
            FinishSettings.From(wandb.GetConfig("finish")));
    }
}
