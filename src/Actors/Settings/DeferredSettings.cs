namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.deferred</c>: values that another runtime delivers later.</summary>
internal sealed record DeferredSettings(TimeSpan Timeout, TimeSpan PollInterval)
{
    public static DeferredSettings From(SettingsSection section) => new(section.Time("timeout"), section.Period("poll-interval"));
}
