using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WandbActors.TestKit;

namespace WandbActors.Testing;

/// <summary>What a server had of a recorded run after the official client had sent it, and the forms in which only meaning counts.</summary>
internal sealed partial class GoldenServer(string name)
{
    private readonly string _folder = Path.Combine(Golden.Folder(name), "server");

    public JsonArray Upserts => JsonNode.Parse(Text("upserts.json")!)!.AsArray();

    /// <summary>The config of the last upsert, as it was sent.</summary>
    public string LastConfig => Upserts.Select(upsert => (string?)upsert!["config"]).Last(config => config is not null)!;

    public int ExitCode => (int)Final["exitcode"]!;

    /// <summary>The paths that file_stream called uploaded.</summary>
    public IEnumerable<string> Uploaded => Final["uploaded"]!.AsArray().Select(path => (string)path!);

    /// <summary>The folder of the files that were put.</summary>
    public string UploadFolder => Path.Combine(_folder, "upload");

    private JsonNode Final => JsonNode.Parse(Text("final.json")!)!;

    /// <summary>The newest value that any upsert gave this variable.</summary>
    public string LastSent(string variable) =>
        Upserts.Select(upsert => upsert![variable]).LastOrDefault(value => value is not null)?.ToString() ?? "";

    /// <summary>A file of the server, or null if it has none.</summary>
    public string? Text(string path) => File.Exists(Path.Combine(_folder, path)) ? File.ReadAllText(Path.Combine(_folder, path)) : null;

    public string[] Lines(string path) => Text(path)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What a config means: without what the corpus or the official client leave to chance.</summary>
    public static string MeaningOfConfig(string config)
    {
        var root = JsonMeaning.Node(config).AsObject();
        var book = root["_wandb"]!["value"]!.AsObject();

        // The corpus was made anonymous after it was recorded: writer ids were replaced in keys and in values apart.
        if (book["e"] is JsonObject environments)
            book["e"] = new JsonArray([.. environments.Select(environment => environment.Value!.DeepClone())]);

        // The official client lists flags in no fixed order.
        foreach (var (_, flags) in book["t"]!.AsObject())
            if (flags is JsonArray numbers)
                numbers.ReplaceWith(new JsonArray([.. numbers.Select(number => (int)number!).Order().Select(number => (JsonNode)number)]));

        // Nor metrics, so that only what an index stands for can be compared.
        var metrics = book["m"]!.AsArray().Select(metric => metric!.AsObject()).ToList();
        foreach (var metric in metrics.Where(metric => metric.ContainsKey("5")))
            metric["5"] = (string)metrics[(int)metric["5"]! - 1]["1"]!;
        book["m"] = new JsonArray([.. metrics.OrderBy(metric => (string)metric["1"]!).Select(metric => metric.DeepClone())]);

        return JsonMeaning.Of(root.ToJsonString());
    }

    /// <summary>What a <c>config.yaml</c> means. Lists in no fixed order and anonymous writer ids, as above; its exact form is in ConfigYamlSpecs.</summary>
    public static IEnumerable<string> MeaningOfYaml(string yaml) =>
        WriterId().Replace(MetricIndex().Replace(yaml, "\"5\":"), "writer:").Split('\n').Select(line => line.Replace("- \"1\"", "  \"1\"")).Order();

    /// <summary>A console line without its time: the official client stamps it with the time of the sync.</summary>
    public static string WithoutTime(string line) => TimeStamp().Replace(line, "", 1);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6} ")]
    private static partial Regex TimeStamp();

    [GeneratedRegex(@"""5"": \d+$", RegexOptions.Multiline)]
    private static partial Regex MetricIndex();

    [GeneratedRegex(@"(?<=^ {12})\w{32}:$", RegexOptions.Multiline)]
    private static partial Regex WriterId();
}
