using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests;

public sealed class WandbExtensionSpecs : ActorSpecs
{
    public WandbExtensionSpecs() : base("wandb.buffer.batch-bytes = 3 MiB")
    {
    }

    [Fact]
    public void A_system_has_one() => Assert.Same(WandbExtension.For(Sys), WandbExtension.For(Sys));

    [Fact]
    public void It_adds_one_actor()
    {
        var wandb = WandbExtension.For(Sys);

        Assert.Equal("/user/wandb", wandb.Supervisor.Path.ToStringWithoutAddress());
        Assert.Same(Sys, wandb.System);
    }

    [Fact]
    public void What_the_application_configures_holds_and_the_rest_is_as_documented()
    {
        var settings = WandbExtension.For(Sys).Settings;

        Assert.Equal(SomeRun.Defaults with { Buffer = SomeRun.Defaults.Buffer with { BatchBytes = 3 << 20 } }, settings);
    }

    [Fact]
    public async Task A_system_that_knows_nothing_of_us_gets_all_that_we_need()
    {
        using var plain = ActorSystem.Create("plain", ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF, akka.loglevel = OFF"));

        var wandb = WandbExtension.For(plain);

        Assert.Equal(SomeRun.Defaults, wandb.Settings);
        Assert.True(plain.Dispatchers.HasDispatcher(WandbSettings.RunDispatcher));
        Assert.True(plain.Dispatchers.HasDispatcher(WandbSettings.FileWriterDispatcher));
        Assert.True(plain.Dispatchers.HasDispatcher(WandbSettings.DeferredDispatcher));
        Assert.Equal(7702, plain.Serialization.FindSerializerForType(typeof(LogRow)).Identifier);
        await plain.Terminate();
    }

    [Fact]
    public async Task A_setting_that_nobody_reads_is_said()
    {
        var mistyped = ConfigurationFactory.ParseString("wandb.bufer.size = 4 MiB").WithFallback(Sys.Settings.Config);
        using var system = ActorSystem.Create("mistyped", mistyped);

        await CreateEventFilter(system).Warning(contains: "did you mean wandb.buffer.size?").ExpectOneAsync(() =>
        {
            WandbExtension.For(system);
            return Task.CompletedTask;
        });

        await system.Terminate();
    }
}
