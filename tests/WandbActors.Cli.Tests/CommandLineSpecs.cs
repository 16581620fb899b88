using WandbActors.Surroundings;
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
        new SomeRun("zebra").WriteTo(_home);

        var exitCode = await tool.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(tool.Error);
        Assert.DoesNotContain("zebra", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clean --older-than x", "--older-than: use a number of days")]
    [InlineData("clean --older-than -1", "--older-than: use a number of days")]
    [InlineData("clean --older-than NaN", "--older-than: use a number of days")]
    [InlineData("tail zebra -n x", "--lines: use a number of lines")]
    [InlineData("tail zebra -n -1", "--lines: use a number of lines")]
    [InlineData("tail zebra --lines 1e3", "--lines: use a number of lines")]
    public async Task What_is_no_number_is_answered_with_what_would_be_one(string line, string expected)
    {
        var tool = new Tool(_home);
        new SomeRun("zebra").WriteTo(_home);

        var exitCode = await tool.RunAsync(line.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("recover")]
    [InlineData("verify")]
    [InlineData("show")]
    [InlineData("tail")]
    [InlineData("ls")]
    public async Task An_empty_path_is_a_wrong_command_line_and_not_the_working_directory(string command)
    {
        var tool = new Tool(_home);
        new SomeRun("zebra").WriteTo(_home);

        var exitCode = await tool.RunAsync(command, "");

        Assert.Equal(2, exitCode);
        Assert.Contains("is empty", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_a_failure_and_no_stack_trace()
    {
        new SomeRun("zebra").WriteTo(_home);
        var error = new StringWriter();
        var terminal = new Terminal(new FullDisk(), error, null, new ProcessSurroundings(new Dictionary<string, string>(), _home.Path, "", "trainer-0", "someone"));

        var exitCode = await CommandLine.RunAsync(["ls"], terminal);

        Assert.Equal(1, exitCode);
        Assert.Equal("Not everything that was to be said could be written: No space left on device", error.ToString().Trim());
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("show")]
    [InlineData("tail")]
    [InlineData("verify")]
    [InlineData("sync")]
    public async Task Help_has_examples(string command)
    {
        var tool = new Tool(_home);

        var exitCode = await tool.RunAsync(command, "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains($"  wandb-actors {command}", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_run_is_answered_with_those_of_similar_ids()
    {
        var tool = new Tool(_home);
        new SomeRun("ab12cd34").WriteTo(_home);
        new SomeRun("zz99yy88").WriteTo(_home);

        var exitCode = await tool.RunAsync("show", "ab12cd35");

        Assert.Equal(1, exitCode);
        Assert.Equal($"There is no run ab12cd35 in {_home["wandb"]}. Did you mean ab12cd34? `wandb-actors ls` lists those that there are.", tool.Error.Trim());
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
