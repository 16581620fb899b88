using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

public sealed class WandbSectionSpecs
{
    [Fact]
    public void Options_are_what_the_section_says_and_the_code_comes_last()
    {
        var options = Read(
            Settings.Of(
                ("Project", "digits"),
                ("Mode", "offline"),
                ("Tags:0", "a"),
                ("Tags:1", "b"),
                ("finishTimeout", "00:00:05"),
                ("StartRun", "false"),
                ("Group", "from the section")),
            options => options.Group = "from the code");

        Assert.Equal(("digits", RunMode.Offline, "a b"), (options.Project, options.Mode, string.Join(' ', options.Tags)));
        Assert.Equal((TimeSpan.FromSeconds(5), false, "from the code"), (options.FinishTimeout, options.StartRun, options.Group));
    }

    [Fact]
    public void What_is_empty_is_as_if_it_were_not_there()
    {
        var options = Read(Settings.Of(("Project", null), ("Tags", ""), ("Config", ""), ("FinishTimeout", "")));

        Assert.Equal((null, 0, 0, null), (options.Project, options.Tags.Count, options.Config.Count, options.FinishTimeout));
    }

    [Fact]
    public void Parameters_that_read_as_numbers_and_flags_are_such()
    {
        var config = Read(Settings.Of(
            ("Config:lr", "2e-3"), ("Config:batch", "64"), ("Config:shuffle", "True"), ("Config:name", "adam"), ("Config:sizes:0", "3"), ("Config:sizes:1", "5"),
            ("Config:net:depth", "2"))).Config;

        Assert.Equal((0.002, 64L, true, "adam"), (config["lr"], config["batch"], config["shuffle"], config["name"]));
        Assert.Equal([3L, 5L], Assert.IsType<List<object?>>(config["sizes"]));
        Assert.Equal(2L, Assert.IsType<Dictionary<string, object?>>(config["net"])["depth"]);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var section = Settings.Of(("Wandb:Projct", "digits"), ("Wandb:Mode", "sideways"), ("Wandb:Strict", "perhaps"), ("Wandb:Project", "a/b")).GetSection("Wandb");

        var wrong = Assert.Throws<OptionsValidationException>(() => Read(section));

        Assert.Contains("for 4 reasons", wrong.Message);
        Assert.Contains("- Wandb:Projct is no setting; Project is one.", wrong.Message);
        Assert.Contains("- Wandb:Mode is \"sideways\": use Online or Offline or Disabled.", wrong.Message);
        Assert.Contains("- Wandb:Strict is \"perhaps\": use true or false.", wrong.Message);
        Assert.Contains("- RunOptions.Project is \"a/b\"", wrong.Message);
    }

    [Fact]
    public void What_has_another_shape_than_it_should_is_not_dropped()
    {
        var section = Settings.Of(("Wandb:Config", "x"), ("Wandb:Config:lr", "0.1"), ("Wandb:Tags", "nightly"), ("Wandb:Project:Name", "digits")).GetSection("Wandb");

        var wrong = Assert.Throws<OptionsValidationException>(() => Read(section));

        Assert.Contains("for 3 reasons", wrong.Message);
        Assert.Contains("- Wandb:Config is \"x\": use entries below it, such as Wandb:Config:lr.", wrong.Message);
        Assert.Contains("- Wandb:Tags is \"nightly\": use entries below it, such as Wandb:Tags:0.", wrong.Message);
        Assert.Contains("- Wandb:Project has entries below it: use a text.", wrong.Message);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("-1")]
    public void A_time_without_a_unit_is_refused_as_it_was_written(string time)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Read(Settings.Of(("Wandb:FinishTimeout", time)).GetSection("Wandb")));

        Assert.Contains($"The host's runs cannot start: Wandb:FinishTimeout is \"{time}\": use a time such as 00:00:30.", wrong.Message);
    }

    [Fact]
    public void A_time_of_nothing_needs_no_unit() => Assert.Equal(TimeSpan.Zero, Read(Settings.Of(("FinishTimeout", "0"))).FinishTimeout);

    private static WandbOptions Read(Microsoft.Extensions.Configuration.IConfiguration section, Action<WandbOptions>? configure = null)
    {
        using var provider = new ServiceCollection().AddWandb(section, configure).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<WandbOptions>>().Value;
    }
}
