namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.messages</c>: what other actors tell a run, and are told of it.</summary>
internal sealed record MessageSettings(int Producers, TimeSpan NewsInterval)
{
    public static MessageSettings From(SettingsSection section) => new(section.Count("producers", min: 1), section.Period("news-interval"));
}
