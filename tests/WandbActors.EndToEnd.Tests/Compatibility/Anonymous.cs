using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>Texts without what is different in every run: times, random ids, and the bytes of PNG files, which each encoder packs in its own way.</summary>
internal static partial class Anonymous
{
    /// <summary>A history line, the summary, or any other JSON.</summary>
    public static string Json(string json)
    {
        var node = JsonMeaning.Node(json);
        Clean(node);
        return Path(JsonMeaning.Of(node.ToJsonString()));
    }

    /// <summary>A config without what names the program that sends it, its language and its machine.</summary>
    public static string Config(string json)
    {
        var node = JsonNode.Parse(GoldenServer.MeaningOfConfig(json))!;
        var book = node["_wandb"]!["value"]!.AsObject();
        foreach (var name in (string[])["t", "e", "cli_version", "python_version"])
            book.Remove(name);
        return JsonMeaning.Of(node.ToJsonString());
    }

    /// <summary>A path of a file, or a text that holds such paths.</summary>
    public static string Path(string path) => ClientId().Replace(PngHash().Replace(path, "$1_#$2"), "wandb-client-artifact://#");

    private static void Clean(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Clean(item);
        }

        if (node is not JsonObject members)
            return;

        foreach (var (name, value) in members.ToArray())
        {
            if (IsOfTheMoment(name, members) && value is JsonValue)
                members[name] = "#";
            else
                Clean(value);
        }
    }

    private static bool IsOfTheMoment(string name, JsonObject members) => name switch
    {
        "_runtime" or "_timestamp" or "runtime" => true,
        "sha256" or "size" => members["path"]?.ToString().EndsWith(".png", StringComparison.Ordinal) == true,
        _ => false,
    };

    [GeneratedRegex(@"(_(?:\d+|summary))_[0-9a-f]{20}((?:\.mask)?\.png)")]
    private static partial Regex PngHash();

    [GeneratedRegex(@"wandb-client-artifact://[0-9a-z]{128}")]
    private static partial Regex ClientId();
}
