using FsCheck.Xunit;
using WandbActors.Resolution;

namespace WandbActors.Api.Tests.Resolution;

public class SettingsFileSpecs
{
    [Theory]
    [InlineData("[default]\nmode = offline\n", "offline")]
    [InlineData("[default]\r\nMODE:offline\r\n", "offline")]
    [InlineData("; comment\n[other]\nmode = online\n[default]\n# comment\nmode = offline\n[more]\nmode = online", "offline")]
    [InlineData("[default]\nmode = online\nmode = offline", "offline")]
    [InlineData("[default]\nmode = a\n  b\n", "a\nb")]
    [InlineData("[default]\nmode = http://x:1/y=z", "http://x:1/y=z")]
    [InlineData("mode = offline", null)]
    [InlineData("[default]\n= offline\nmode\n  stray", null)]
    [InlineData("", null)]
    public void The_default_section_counts(string text, string? mode)
    {
        Assert.Equal(mode, SettingsFile.Parse(text).GetValueOrDefault("mode"));
    }

    [Property]
    public bool No_text_is_too_strange(string?[] lines) =>
        SettingsFile.Parse(string.Join('\n', lines) + "\n[default]\nlast = here").GetValueOrDefault("last") == "here";
}
