using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.finish</c>: the end of a run.</summary>
internal sealed record FinishSettings(TimeSpan Timeout, TimeSpan LogTimeout, TimeSpan ExitTimeout)
{
    public static FinishSettings From(Config config) =>
        new(config.GetTimeSpan("timeout"), config.GetTimeSpan("log-timeout"), config.GetTimeSpan("exit-timeout"));
}
