using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Settings;

public sealed class UnreadSettingsSpecs : ActorSpecs
{
    [Fact]
    public async Task A_setting_that_nobody_reads_is_said()
    {
        var mistyped = ConfigurationFactory.ParseString("wandb.bufer.size = 4 MiB").WithFallback(Sys.Settings.Config);
        using var system = ActorSystem.Create("mistyped", mistyped);

        await CreateEventFilter(system).Warning(contains: "did you mean wandb.buffer.size?").ExpectOneAsync(() =>
        {
            WandbSettings.Of(system, new Dictionary<string, string>());
            return Task.CompletedTask;
        });

        await system.Terminate();
    }
}
