namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.monitor</c>: sampling the machine.</summary>
internal sealed record MonitorSettings(
    TimeSpan Interval, TimeSpan FirstSample, TimeSpan Patience, TimeSpan RestartMin, TimeSpan RestartMax, int Restarts, string DiskPaths)
{
    /// <summary>Takes the list apart.</summary>
    public string[] Disks => DiskPaths.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static MonitorSettings From(SettingsSection section)
    {
        var (restartMin, restartMax) = section.Growing("restart-min", "restart-max");
        return new MonitorSettings(
            section.Period("interval"),
            section.Time("first-sample"),
            section.Period("patience"),
            restartMin,
            restartMax,
            section.Count("restarts"),
            section.List("disk-paths"));
    }
}
