using FsCheck.Xunit;
using WandbActors.Resolution;

namespace WandbActors.Api.Tests.Resolution;

public sealed class NetrcSpecs : IDisposable
{
    private readonly SettingsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("machine api.wandb.ai\n  login user\n  password abc\n", "abc")]
    [InlineData("machine api.wandb.ai login user password abc", "abc")]
    [InlineData("machine api.wandb.ai password abc login user\r\n", "abc")]
    [InlineData("machine API.wandb.ai password abc", "abc")]
    [InlineData("machine other password x\ndefault login me password abc", "abc")]
    [InlineData("default password x\nmachine api.wandb.ai password abc", "abc")]
    [InlineData("machine api.wandb.ai password old\nmachine api.wandb.ai password abc", "abc")]
    [InlineData("# password no\nmachine api.wandb.ai # a comment\n password #abc", "#abc")]
    [InlineData("machine api.wandb.ai password \"a \\\"b\\\" c\"", "a \"b\" c")]
    [InlineData("macdef init\n machine api.wandb.ai password no\n\nmachine api.wandb.ai password abc", "abc")]
    [InlineData("machine api.wandb.ai login password account password password abc", "abc")]
    [InlineData("machine other password abc", null)]
    [InlineData("machine api.wandb.ai:8080 password abc", null)]
    [InlineData("machine api.wandb.ai password", null)]
    [InlineData("machine api.wandb.ai password \"abc", "abc")]
    [InlineData("password abc", null)]
    [InlineData("machine", null)]
    [InlineData("\u0001\ud800 \"", null)]
    [InlineData("", null)]
    public void The_password_of_a_machine_is_found(string text, string? password)
    {
        Assert.Equal(password, Netrc.Parse(text).PasswordOf("api.wandb.ai"));
    }

    [Property]
    public bool No_text_is_too_strange(string?[] words) =>
        Netrc.Parse("machine api.wandb.ai password abc\n" + string.Join(' ', words)).PasswordOf("api.wandb.ai") is not null;

    [Fact]
    public void The_file_is_where_the_environment_says_or_else_in_the_home_directory()
    {
        Assert.Null(Netrc.FindPath(_disk.Surroundings));

        var second = _disk.Write("home/_netrc", "");
        Assert.Equal(second, Netrc.FindPath(_disk.Surroundings));

        var first = _disk.Write("home/.netrc", "");
        Assert.Equal(first, Netrc.FindPath(_disk.Surroundings));

        _disk.With("NETRC", "/named");
        Assert.Equal("/named", Netrc.FindPath(_disk.Surroundings));
    }
}
