using Akka.Configuration;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Settings;

public sealed class WandbSettingsSpecs
{
    private static readonly Dictionary<string, string> NoVariables = [];

    public static TheoryData<string> Keys => [.. SettingsFile.Keys.Select(setting => setting.Path)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_of_the_file_is_read(string key)
    {
        var changed = Configured($"{key} = {Other(key)}");

        Assert.NotEqual(SomeRun.Defaults, WandbSettings.From(changed));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_variable_of_the_environment_comes_before_the_configuration(string key)
    {
        var variables = new Dictionary<string, string> { [SettingVariables.NameOf(key)] = Other(key).Trim('"') };

        var settings = WandbSettings.From(Configured($"{key} = {WandbSettings.Reference.GetString(key)}"), variables, out var unknown);

        Assert.Equal(WandbSettings.From(Configured($"{key} = {Other(key)}")), settings);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Everything_that_is_read_stands_in_the_file_and_nothing_else() => Assert.Equal(SettingsFile.Keys.Select(setting => setting.Path).Order(), WandbSettings.Keys.Order());

    [Fact]
    public void Every_key_is_explained_above_it() => Assert.All(SettingsFile.Keys, setting => Assert.True(setting.Explanation.Count > 0, setting.Path));

    [Fact]
    public void No_two_keys_have_one_variable() => Assert.Equal(WandbSettings.Keys.Length, WandbSettings.Keys.Select(SettingVariables.NameOf).Distinct().Count());

    [Fact]
    public void The_defaults_are_those_of_the_design()
    {
        var (buffer, log, deferred, output, monitor, messages, upload, finish) = SomeRun.Defaults;

        Assert.Equal((16L << 20, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20)), (buffer.Bytes, buffer.Wait, buffer.DrainInterval));
        Assert.Equal((FsyncPolicy.Never, TimeSpan.FromSeconds(10)), (log.Fsync, log.SummaryInterval));
        Assert.Equal(TimeSpan.FromSeconds(60), deferred.Timeout);
        Assert.Equal(TimeSpan.FromMilliseconds(100), output.RewriteWindow);
        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(2), "/"), (monitor.Interval, monitor.FirstSample, Assert.Single(monitor.Disks)));
        Assert.Equal((10_000, TimeSpan.FromMilliseconds(200)), (messages.Producers, messages.NewsInterval));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15)), (upload.FirstMinutePeriod, upload.Period));
        Assert.Equal((2 << 20, (10 << 20) - (100 << 10), 10), (upload.MaxRequestBytes, upload.MaxLineBytes, upload.RequestsPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(30), finish.Timeout);
    }

    [Theory]
    [InlineData("buffer.size = 3 MiB", "wandb.buffer.size is \"3 MiB\": set it to bytes, a power of two, from 64 KiB to 1 GiB, such as 16 MiB")]
    [InlineData("buffer.size = plenty", "wandb.buffer.size is \"plenty\": set it to bytes, a power of two, from 64 KiB to 1 GiB, such as 16 MiB")]
    [InlineData("buffer.wait = soon", "wandb.buffer.wait is \"soon\": set it to a time with its unit, such as 20ms, 15s or 5m")]
    [InlineData("buffer.wait { seconds = 1 }", "wandb.buffer.wait is no single value: set it to a time with its unit, such as 20ms, 15s or 5m")]
    [InlineData("upload.period = 0s", "wandb.upload.period is \"0s\": set it to a time with its unit, of at least 1ms, such as 20ms, 15s or 5m")]
    [InlineData("finish.timeout = 5", "wandb.finish.timeout is \"5\": set it to a time with its unit, such as 20ms, 15s or 5m")]
    [InlineData("finish.timeout = -1", "wandb.finish.timeout is \"-1\": set it to a time with its unit, such as 20ms, 15s or 5m")]
    [InlineData("upload.period = 0.5", "wandb.upload.period is \"0.5\": set it to a time with its unit, of at least 1ms, such as 20ms, 15s or 5m")]
    [InlineData("upload.artifacts = 0", "wandb.upload.artifacts is \"0\": set it to a whole number of at least 1")]
    [InlineData("upload.artifacts = many", "wandb.upload.artifacts is \"many\": set it to a whole number of at least 1")]
    [InlineData("upload.restart-jitter = 1.5", "wandb.upload.restart-jitter is \"1.5\": set it to a number from 0 to 1")]
    [InlineData("upload.keep-sent-artifacts = perhaps", "wandb.upload.keep-sent-artifacts is \"perhaps\": set it to on or off")]
    [InlineData("upload.bookmark = \"\"", "wandb.upload.bookmark is \"\": set it to a text that is not empty")]
    [InlineData("log.fsync = sometimes", "wandb.log.fsync is \"sometimes\": set it to \"never\" or \"interval\" or \"every-batch\"")]
    [InlineData("log.retry-max = 100ms", "wandb.log.retry-max is shorter than wandb.log.retry-min: 100ms and 200ms")]
    public void A_value_that_is_wrong_says_what_would_be_right(string setting, string problem)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => WandbSettings.From(Configured($"wandb.{setting}")));

        Assert.Contains($"\n- {problem}.", refusal.Message);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var config = Configured("wandb { buffer.wait = soon, log.fsync = sometimes }");

        var refusal = Assert.Throws<ConfigurationException>(() => WandbSettings.From(config));

        Assert.Equal(2, refusal.Message.Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_time_of_nothing_needs_no_unit() => Assert.Equal(TimeSpan.Zero, WandbSettings.From(Configured("wandb.finish.timeout = 0")).Finish.Timeout);

    [Fact]
    public void A_value_that_a_variable_has_set_is_told_by_the_variables_name()
    {
        var variables = new Dictionary<string, string> { ["WANDB_ACTORS_BUFFER_WAIT"] = "abc", ["WANDB_ACTORS_LOG_RETRY_MAX"] = "100ms", ["WANDB_ACTORS_FINISH_TIMEOUT"] = "5" };

        var refusal = Assert.Throws<ConfigurationException>(() => WandbSettings.From(Configured("wandb.buffer.wait = soon"), variables, out _));

        Assert.Contains("\n- WANDB_ACTORS_BUFFER_WAIT is \"abc\": set it to a time", refusal.Message);
        Assert.Contains("\n- WANDB_ACTORS_LOG_RETRY_MAX is shorter than wandb.log.retry-min: 100ms and 200ms.", refusal.Message);
        Assert.Contains("\n- WANDB_ACTORS_FINISH_TIMEOUT is \"5\": set it to a time with its unit", refusal.Message);
        Assert.DoesNotContain("wandb.buffer.wait", refusal.Message);
    }

    [Fact]
    public void Names_that_nobody_reads_stand_beside_the_values_that_are_wrong()
    {
        var variables = new Dictionary<string, string> { ["WANDB_ACTORS_BUFER_SIZE"] = "1 MiB" };

        var refusal = Assert.Throws<ConfigurationException>(() => WandbSettings.From(Configured("wandb { buffer.wait = soon, hats = 3 }"), variables, out _));

        Assert.Equal(3, refusal.Message.Count(letter => letter == '\n'));
        Assert.Contains("\n- There is no setting wandb.hats.", refusal.Message);
        Assert.Contains("\n- There is no setting WANDB_ACTORS_BUFER_SIZE (did you mean WANDB_ACTORS_BUFFER_SIZE?).", refusal.Message);
    }

    [Fact]
    public void A_key_that_nobody_reads_is_reported_with_what_may_have_been_meant()
    {
        var variables = new Dictionary<string, string> { ["WANDB_ACTORS_BUFER_SIZE"] = "1 MiB" };

        WandbSettings.From(Configured("wandb { bufer.size = 1 MiB, hats = 3, upload.period = 9s, run-dispatcher.throughput = 7 }"), variables, out var unknown);

        Assert.Equal(
            ["wandb.bufer.size (did you mean wandb.buffer.size?)", "wandb.hats", "WANDB_ACTORS_BUFER_SIZE (did you mean WANDB_ACTORS_BUFFER_SIZE?)"],
            unknown);
    }

    [Fact]
    public void The_defaults_have_no_key_that_nobody_reads()
    {
        WandbSettings.From(WandbSettings.Reference, NoVariables, out var unknown);

        Assert.Empty(unknown);
    }

    private static Config Configured(string hocon) => ConfigurationFactory.ParseString(hocon).WithFallback(WandbSettings.Reference);

    private static string Other(string key) => WandbSettings.Reference.GetString(key) switch
    {
        "auto" => "/elsewhere",
        "never" => "interval",
        "sqlite" => "memory",
        "off" => "on",
        "16 MiB" => "32 MiB",
        "0.2" => "0.7",
        "/" => "/data",
        var value when key.EndsWith("-min", StringComparison.Ordinal) => $"{(int.Parse(value[..1]) + 1)}{value[1..]}",
        var value => $"7{value}",
    };
}
