using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.output</c>: what the program prints.</summary>
internal sealed record OutputSettings(TimeSpan RewriteWindow)
{
    public static OutputSettings From(Config config) => new(config.GetTimeSpan("rewrite-window"));
}
