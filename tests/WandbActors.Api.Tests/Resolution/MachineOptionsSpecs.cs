namespace WandbActors.Api.Tests.Resolution;

public sealed class MachineOptionsSpecs : IDisposable
{
    private readonly SettingsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("off", ConsoleCapture.Off)]
    [InlineData("wrap", ConsoleCapture.Wrap)]
    [InlineData("WRAP_RAW", ConsoleCapture.Wrap)]
    [InlineData("redirect", ConsoleCapture.Wrap)]
    [InlineData("auto", ConsoleCapture.Wrap)]
    [InlineData(" ", ConsoleCapture.Off)]
    public void The_console_is_captured_when_that_is_asked_for(string word, ConsoleCapture capture)
    {
        Assert.Equal(capture, _disk.With("WANDB_CONSOLE", word).Resolve().Machine.Console);
        Assert.Equal(ConsoleCapture.Off, _disk.Resolve(new RunOptions { Console = ConsoleCapture.Off }).Machine.Console);
    }

    [Fact]
    public void By_default_the_console_is_left_alone_and_the_machine_is_sampled_and_told_of()
    {
        var options = _disk.Resolve().Machine;

        Assert.Equal((ConsoleCapture.Off, true, null), (options.Console, options.HasSystemMetrics, options.SystemMetricsInterval));
        Assert.Equal((true, true, true), (options.HasEnvironment, options.HasMachineInfo, options.HasRequirements));
    }

    [Theory]
    [InlineData("WANDB__DISABLE_STATS")]
    [InlineData("WANDB_X_DISABLE_STATS")]
    [InlineData("WANDB__DISABLE_MACHINE_INFO")]
    public void Sampling_is_turned_off_as_the_official_client_spells_it(string variable)
    {
        Assert.False(_disk.With(variable, "true").Resolve().Machine.HasSystemMetrics);
        Assert.True(_disk.Resolve(new RunOptions { SystemMetrics = true }).Machine.HasSystemMetrics);
    }

    [Fact]
    public void How_often_it_is_sampled_may_be_set_outside()
    {
        Assert.Equal(TimeSpan.FromSeconds(2.5), _disk.With("WANDB__STATS_SAMPLING_INTERVAL", "2.5").Resolve().Machine.SystemMetricsInterval);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("often")]
    [InlineData("1e9")]
    public void An_interval_that_cannot_be_is_refused(string seconds)
    {
        Assert.Contains("WANDB__STATS_SAMPLING_INTERVAL is", _disk.With("WANDB__STATS_SAMPLING_INTERVAL", seconds).Refusal());
    }

    [Fact]
    public void What_is_told_of_the_run_may_be_less()
    {
        var options = _disk.With("WANDB__DISABLE_META", "1").With("WANDB__SAVE_REQUIREMENTS", "false").Resolve().Machine;

        Assert.Equal((false, false), (options.HasEnvironment, options.HasRequirements));
    }

    [Fact]
    public void A_word_that_is_none_says_what_there_is()
    {
        Assert.Contains("WANDB_CONSOLE is \"loud\": use off or wrap", _disk.With("WANDB_CONSOLE", "loud").Refusal());
    }
}
