using Akka.Configuration;

namespace WandbActors.Api.Tests;

public sealed class ConfigureSpecs
{
    [Fact]
    public async Task What_the_program_sets_comes_before_the_defaults()
    {
        using var system = ProcessSystem.Create(ConfigurationFactory.ParseString("wandb.upload.bookmark = memory"));

        Assert.Equal("memory", WandbExtension.For(system).Settings.Upload.Bookmark);
        Assert.Equal("WARNING", system.Settings.LogLevel);
        await system.Terminate();
    }

    [Fact]
    public void Behind_the_first_run_it_says_what_to_do()
    {
        _ = ProcessSystem.Value;

        var problem = Assert.Throws<WandbException>(() => Wandb.Configure("wandb.buffer.size = 64 MiB"));

        Assert.Contains("before the first Wandb.InitAsync", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wandb.buffer.size = 3 MiB", "a power of two")]
    [InlineData("wandb.bufer.size = 4 MiB", "did you mean wandb.buffer.size?")]
    public void What_cannot_be_meant_is_refused(string hocon, string cure)
    {
        var problem = Assert.Throws<WandbException>(() => Wandb.Configure(hocon));

        Assert.Contains(cure, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_printed_once()
    {
        var problem = Assert.Throws<WandbException>(() => Wandb.Configure("wandb.buffer.wait = soon"));

        Assert.Equal(2, $"{problem}".Split("wandb.buffer.wait").Length);
    }

    [Fact]
    public void What_is_no_hocon_is_refused() =>
        Assert.Contains("are no HOCON", Assert.Throws<WandbException>(() => Wandb.Configure("wandb.buffer.size = ${nowhere}")).Message, StringComparison.Ordinal);
}
