using WandbActors.Testing;

namespace WandbActors.Cli;

public sealed class CommandLineSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    [Theory]
    [InlineData("")]
    [InlineData("sync")]
    [InlineData("sync wandb --nonsense")]
    [InlineData("sync wandb --timeout")]
    [InlineData("sync wandb --base-url")]
    [InlineData("sync wandb --api-key")]
    [InlineData("sync wandb --timeout soon")]
    [InlineData("sync wandb --timeout 0")]
    [InlineData("sync wandb --timeout NaN")]
    [InlineData("sync wandb --base-url wandb.example")]
    [InlineData("sync wandb --base-url https://wandb.ai")]
    [InlineData("sync wandb --api-key short")]
    public async Task A_wrong_command_line_does_nothing_and_ends_with_2(string line)
    {
        var tool = new Tool(_home);
        new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(tool.Error);
        Assert.DoesNotContain("one", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_not_repeated()
    {
        var tool = new Tool(_home);

        await tool.RunAsync("sync", "wandb", "--api-key", "secret-but-short");

        Assert.Contains("--api-key: it has", tool.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-but-short", tool.Error + tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_the_exit_codes()
    {
        var tool = new Tool(_home);

        var exitCode = await tool.RunAsync("sync", "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("Exit codes: 0 everything was sent, 1 something was not, 2 the command line is wrong, 3 a run is in use, 130 interrupted.", tool.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();
}
