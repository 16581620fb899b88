namespace WandbActors.Resolution;

/// <summary>A text that someone set, and where, in words that people can follow: <c>WANDB_MODE</c>, <c>mode in /home/me/.config/wandb/settings</c>.</summary>
internal readonly record struct Setting(string Source, string Text);
