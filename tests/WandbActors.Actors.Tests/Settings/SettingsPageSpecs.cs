namespace WandbActors.Actors.Tests.Settings;

public sealed class SettingsPageSpecs
{
    [Fact]
    public void The_page_of_settings_says_what_the_file_says()
    {
        var received = Path.Combine(AppContext.BaseDirectory, "settings.received.md");
        File.WriteAllText(received, SettingsPage.Write());

        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "settings.md")).ReplaceLineEndings("\n");

        Assert.True(page == SettingsPage.Write(), $"hocon/wandb.hocon has changed: copy {received} to docs/settings.md.");
    }

    [Fact]
    public void An_example_on_it_ends() => Assert.Equal(0, SettingsPage.Write().Split('\n').Count(line => line == "```") % 2);
}
