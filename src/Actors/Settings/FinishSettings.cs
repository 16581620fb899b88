using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.finish</c>: the end of a run.</summary>
internal sealed record FinishSettings(TimeSpan Timeout)
{
    public static FinishSettings From(Config config) => new(config.GetTimeSpan("timeout"));
}
