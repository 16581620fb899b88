using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class ConfigStateSpecs
{
    private readonly TelemetryState _telemetry = new();
    private readonly MetricRules _metrics = new();
    private readonly EnvironmentState _environment = new();
    private readonly ConfigState _config;

    public ConfigStateSpecs() => _config = new ConfigState(_telemetry, _metrics, _environment);

    [Fact]
    public void An_empty_config_still_has_its_books() => Assert.Equal("""{"_wandb":{"value":{"t":{},"m":[]}}}""", _config.ToJson());

    [Fact]
    public void Every_key_has_its_value_and_is_no_path()
    {
        _config.Apply(new ConfigRecord { Update = { Item("lr", "0.0010"), Item("a.b", "NaN"), Nested("2", "opt", "beta") } });

        Assert.StartsWith("""{"lr":{"value":0.0010},"a.b":{"value":NaN},"opt":{"value":{"beta":2}},""", _config.ToJson());
    }

    [Fact]
    public void An_object_is_merged_and_a_removed_key_is_gone()
    {
        _config.Apply(new ConfigRecord { Update = { Item("opt", """{"name":"adam","beta":1}"""), Item("x", "1") } });

        _config.Apply(new ConfigRecord { Update = { Item("opt", """{"name":"sgd"}""") }, Remove = { Item("x", "") } });

        Assert.StartsWith("""{"opt":{"value":{"name":"sgd","beta":1}},"_wandb":""", _config.ToJson());
    }

    [Fact]
    public void The_books_win_over_what_a_client_has_set_and_leave_the_rest()
    {
        _telemetry.Apply(new TelemetryRecord { CliVersion = "0.28", PythonVersion = "3.14", Feature = new Feature { Watch = true } });
        _environment.Apply(new EnvironmentRecord { WriterId = "w", Host = "h" });
        _config.Apply(new ConfigRecord { Update = { Item("_wandb", """{"t":{"3":[4],"99":1},"m":[1],"cli_version":"old","visualize":{"k":1}}""") } });

        Assert.Equal(
            """{"_wandb":{"value":{"t":{"3":[1],"4":"3.14","5":"0.28"},"m":[],"cli_version":"0.28","visualize":{"k":1},"python_version":"3.14","e":{"w":{"host":"h","writerId":"w"}}}}}""",
            _config.ToJson().Replace(" ", ""));
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        _config.Apply(new ConfigRecord { Update = { Item("_wandb", """{"viz":1}"""), Item("a", """{"b":1}""") } });
        _telemetry.Apply(new TelemetryRecord { CliVersion = "1" });

        var before = _config.ToJson();
        _config.ToYaml();

        Assert.Equal(before, _config.ToJson());
    }

    [Fact]
    public void A_value_of_any_depth_can_be_written()
    {
        string[] deep = [.. Enumerable.Repeat("n", 10_000)];
        var nested = string.Concat(Enumerable.Repeat("{\"n\":[", 250)) + "1" + string.Concat(Enumerable.Repeat("]}", 250));

        _config.Apply(new ConfigRecord { Update = { Nested(nested, deep), Item("flat", nested), Item("deeper", $"[{nested}]") } });

        Assert.NotEmpty(_config.ToYaml());
        Assert.Contains("\"deeper\":{\"value\":\"[{", _config.ToJson());
    }

    private static ConfigItem Item(string key, string json) => new() { Key = key, ValueJson = json };

    private static ConfigItem Nested(string json, params string[] path) => new() { NestedKey = { path }, ValueJson = json };
}
