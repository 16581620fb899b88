namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.finish</c>: the end of a run.</summary>
internal sealed record FinishSettings(TimeSpan Timeout, TimeSpan LogTimeout, TimeSpan ExitTimeout)
{
    public static FinishSettings From(SettingsSection section) => new(section.Time("timeout"), section.Time("log-timeout"), section.Time("exit-timeout"));
}
