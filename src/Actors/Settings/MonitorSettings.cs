using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.monitor</c>: sampling the machine.</summary>
internal sealed record MonitorSettings(
    TimeSpan Interval, TimeSpan FirstSample, TimeSpan Patience, TimeSpan RestartMin, TimeSpan RestartMax, int Restarts, string DiskPaths)
{
    /// <summary>Takes the list apart.</summary>
    public string[] Disks => DiskPaths.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static MonitorSettings From(Config config) => new(
        config.GetTimeSpan("interval"),
        config.GetTimeSpan("first-sample"),
        config.GetTimeSpan("patience"),
        config.GetTimeSpan("restart-min"),
        config.GetTimeSpan("restart-max"),
        config.GetInt("restarts"),
        config.GetString("disk-paths"));
}
