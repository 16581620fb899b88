using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Settings;

namespace WandbActors.Api.Tests;

public sealed class WandbExtensionSpecs : IAsyncLifetime
{
    private static readonly WandbSettings Defaults = WandbSettings.From(WandbSettings.Reference);

    private readonly ActorSystem _system = ActorSystem.Create("program", ConfigurationFactory.ParseString(
        """
        akka { loggers = [], stdout-loglevel = OFF, log-dead-letters = off, coordinated-shutdown.run-by-clr-shutdown-hook = off }
        wandb.buffer.batch-bytes = 3 MiB
        """));

    [Fact]
    public void A_system_has_one() => Assert.Same(WandbExtension.For(_system), WandbExtension.For(_system));

    [Fact]
    public void It_adds_one_actor()
    {
        var wandb = WandbExtension.For(_system);

        Assert.Equal("/user/wandb", wandb.Runs.Path.ToStringWithoutAddress());
        Assert.Same(_system, wandb.System);
    }

    [Fact]
    public void What_the_application_configures_holds_and_the_rest_is_as_documented()
    {
        var settings = WandbExtension.For(_system).Settings;

        Assert.Equal(Defaults with { Buffer = Defaults.Buffer with { BatchBytes = 3 << 20 } }, settings);
    }

    [Fact]
    public async Task A_system_that_knows_nothing_of_us_gets_all_that_we_need()
    {
        using var plain = ActorSystem.Create("plain", ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF, akka.loglevel = OFF"));

        var wandb = WandbExtension.For(plain);

        Assert.Equal(Defaults, wandb.Settings);
        Assert.True(plain.Dispatchers.HasDispatcher(WandbSettings.RunDispatcher));
        Assert.True(plain.Dispatchers.HasDispatcher(WandbSettings.FileWriterDispatcher));
        Assert.True(plain.Dispatchers.HasDispatcher(WandbSettings.DeferredDispatcher));
        Assert.Equal(7702, plain.Serialization.FindSerializerForType(typeof(LogRow)).Identifier);
        await plain.Terminate();
    }

    public static TheoryData<RowSenderSettings, string> WrongSettings => new()
    {
        { new RowSenderSettings { Name = "" }, "Name" },
        { new RowSenderSettings { Name = new string('n', 224) }, "Name" },
        { new RowSenderSettings { MaxWaiting = 0 }, "MaxWaiting" },
        { new RowSenderSettings { MaxUnderWay = 0 }, "MaxUnderWay" },
        { new RowSenderSettings { RetryInterval = TimeSpan.Zero }, "RetryInterval" },
        { new RowSenderSettings { GiveUpAfter = TimeSpan.FromSeconds(-5) }, "GiveUpAfter" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void No_sender_is_made_that_could_not_work(RowSenderSettings settings, string setting)
    {
        var refusal = Assert.Throws<ArgumentException>(() => WandbExtension.For(_system).SenderTo(Address.AllSystems, "r1", settings));

        Assert.Contains(setting, refusal.Message);
    }

    [Fact]
    public void A_sender_needs_an_address_and_a_run()
    {
        Assert.Throws<ArgumentNullException>(() => WandbExtension.For(_system).SenderTo(null!, "r1"));
        Assert.Throws<ArgumentException>(() => WandbExtension.For(_system).SenderTo(Address.AllSystems, ""));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();
}
