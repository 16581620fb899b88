namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.output</c>: what the program prints.</summary>
internal sealed record OutputSettings(TimeSpan RewriteWindow)
{
    public static OutputSettings From(SettingsSection section) => new(section.Time("rewrite-window"));
}
