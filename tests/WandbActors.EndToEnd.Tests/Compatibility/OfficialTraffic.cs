using System.Text.Json.Nodes;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>What the official client sent while a case ran online, and, of <c>scalars</c>, was resumed.</summary>
internal sealed class OfficialTraffic(string name)
{
    private readonly IReadOnlyList<JsonNode> _exchanges = Golden.Traffic(name);

    /// <summary>The server's history: each part was sent behind the one before.</summary>
    public IEnumerable<string> History => FilesOf("wandb-history.jsonl").SelectMany(file => file["content"]!.AsArray()).Select(line => (string)line!);

    /// <summary>The last summary.</summary>
    public string Summary => (string)FilesOf("wandb-summary.json").Last()["content"]![0]!;

    /// <summary>The last config.</summary>
    public string Config => VariablesOf("UpsertBucket").Select(variables => (string?)variables["config"]).Last(config => config is not null)!;

    /// <summary>The variables of each call of an operation.</summary>
    public IEnumerable<JsonNode> VariablesOf(string operation) => Of(operation).Select(request => request["variables"]!);

    private IEnumerable<JsonNode> FilesOf(string file) =>
        Of(RecordingBackend.FileStream).Select(request => request["files"]?[file]).OfType<JsonNode>();

    private IEnumerable<JsonNode> Of(string kind) => _exchanges.Where(exchange => (string)exchange["kind"]! == kind).Select(exchange => exchange["request"]!);
}
