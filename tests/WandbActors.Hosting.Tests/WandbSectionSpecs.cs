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

    private static WandbOptions Read(Microsoft.Extensions.Configuration.IConfiguration section, Action<WandbOptions>? configure = null)
    {
        using var provider = new ServiceCollection().AddWandb(section, configure).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<WandbOptions>>().Value;
    }
}
