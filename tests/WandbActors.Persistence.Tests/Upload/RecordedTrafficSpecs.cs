using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WandbActors.Persistence.Upload;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.Upload;

/// <summary>What we send against what the official client sent in the same situation.</summary>
public sealed partial class RecordedTrafficSpecs
{
    public static TheoryData<string> Recordings => [.. Directory.EnumerateFiles(Golden.Folder("online")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Calls_have_the_official_documents_variables_and_headers(string recording)
    {
        foreach (var exchange in Golden.Traffic(recording).Where(exchange => (string)exchange["path"]! == "/graphql"))
        {
            var handler = ScriptedHandler.Answering(200, exchange["response"]!.ToJsonString());

            await CallAsync((string)exchange["kind"]!, exchange["request"]!["variables"]!, new RunRegistration(new GraphQLClient(Server.Connect(handler))));

            var body = JsonNode.Parse(handler.Requests.Single().Body)!;
            Assert.Equal(Tokens(exchange["request"]!["query"]!), Tokens(body["query"]!));
            Assert.True(JsonNode.DeepEquals(exchange["request"]!["variables"], body["variables"]), body["variables"]!.ToJsonString());
            Assert.Equal((string?)exchange["kind"], (string?)body["operationName"]);
            foreach (var name in new[] { "Authorization", "Content-Type", "X-Wandb-Username" })
                Assert.Equal((string?)exchange["headers"]![name], handler.Header(name));
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void File_stream_bodies_mean_the_same(string recording)
    {
        var state = new FileStreamState(default, FileStreamLimits.Default);
        foreach (var exchange in Golden.Traffic(recording))
        {
            if ((string?)exchange["kind"] == "RunResumeStatus")
                state = new FileStreamState(ResumeStatus.Read(Element(exchange["response"]!["data"]!)).Offsets, FileStreamLimits.Default);
            if ((string?)exchange["kind"] != "file_stream")
                continue;

            state.Add(Wish(exchange["request"]!));
            var body = JsonNode.Parse(state.Take()!.Body.Span)!;

            Assert.True(JsonNode.DeepEquals(Sorted(exchange["request"]!), Sorted(body)), body.ToJsonString());
            Assert.False(state.HasPending);
        }
    }

    [Fact]
    public void The_recorded_answers_are_read_whole()
    {
        var exchanges = Golden.Traffic("scalars");
        var answer = (string kind) => Element(exchanges.First(exchange => (string?)exchange["kind"] == kind)["response"]!["data"]!);

        var registered = RegisteredRun.Read(answer("UpsertBucket"))!;
        var resumed = ResumeStatus.Read(answer("RunResumeStatus"));
        var files = FileDestinations.Read(answer("CreateRunFiles"), ["wandb-metadata.json", "requirements.txt", "wandb-summary.json", "config.yaml"])!;

        Assert.Equal(new RegisteredRun("id-scalars", "scalars", "scalars-name", "golden", "lab", 0, null, true), registered);
        Assert.True(resumed.Exists);
        Assert.Equal(new FileStreamOffsets(200, 0, 0), resumed.Offsets);
        Assert.Contains("\"_step\":199", Assert.Single(resumed.HistoryTail), StringComparison.Ordinal);
        Assert.StartsWith("{\"_step\":199", resumed.SummaryMetrics, StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1:8123/__put/scalars/config.yaml", files.Urls["config.yaml"]!.OriginalString);
    }

    private static Task CallAsync(string kind, JsonNode variables, RunRegistration calls)
    {
        var text = (string name) => (string?)variables[name];
        var run = new RunPath(text("entity") ?? text("entityName") ?? "", text("project") ?? text("projectName") ?? "", text("run") ?? text("runName") ?? "");
        return kind switch
        {
            "Viewer" => calls.ViewerAsync(default),
            "ServerFeaturesQuery" => calls.FeaturesAsync(default),
            "UpsertBucket" => calls.UpsertAsync(Upsert(variables), default),
            "RunResumeStatus" => calls.ResumeStatusAsync(text("entity"), text("project"), text("name")!, default),
            "CreateRunFiles" => calls.CreateFilesAsync(run, Texts(variables["files"])!, default),
            "NotifyScriptableRunAlert" => calls.AlertAsync(
                run, new RunAlert(text("title")!, text("text")!, text("severity")!, TimeSpan.FromMilliseconds((double)variables["waitDuration"]!)), default),
            _ => throw new NotSupportedException(kind),
        };
    }

    private static RunUpsert Upsert(JsonNode variables) => new()
    {
        Id = (string?)variables["id"],
        Name = (string)variables["name"]!,
        Project = (string?)variables["project"],
        Entity = (string?)variables["entity"],
        GroupName = (string?)variables["groupName"],
        DisplayName = (string?)variables["displayName"],
        Notes = (string?)variables["notes"],
        Commit = (string?)variables["commit"],
        Config = (string?)variables["config"],
        Host = (string?)variables["host"],
        Program = (string?)variables["program"],
        Repo = (string?)variables["repo"],
        JobType = (string?)variables["jobType"],
        Sweep = (string?)variables["sweep"],
        Tags = Texts(variables["tags"]),
    };

    private static FileStreamRequest Wish(JsonNode body)
    {
        var lines = (string file) => Texts(body["files"]?[file]?["content"]) ?? [];
        var firstConsoleLine = (long?)body["files"]?["output.log"]?["offset"] ?? 0;
        return new FileStreamRequest
        {
            History = Lines.List(lines("wandb-history.jsonl")),
            Events = Lines.List(lines("wandb-events.jsonl")),
            Console = lines("output.log").Select((line, index) => (Number: firstConsoleLine + index, Line: line))
                .ToImmutableSortedDictionary(line => line.Number, line => Lines.Utf8(line.Line)),
            Summary = lines("wandb-summary.json") is [var summary] ? Lines.Utf8(summary) : default,
            Uploaded = (Texts(body["uploaded"]) ?? []).ToImmutableSortedSet(StringComparer.Ordinal),
            ExitCode = (int?)body["exitcode"],
        };
    }

    // The official client tells uploaded paths in the order in which they happened to arrive.
    private static JsonNode Sorted(JsonNode body)
    {
        var sorted = body.DeepClone();
        if (Texts(sorted["uploaded"]) is { } uploaded)
            sorted["uploaded"] = new JsonArray([.. uploaded.Order(StringComparer.Ordinal).Select(path => (JsonNode)path)]);
        return sorted;
    }

    private static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString());

    private static string[]? Texts(JsonNode? array) => array?.AsArray().Select(text => (string)text!).ToArray();

    // Commas mean nothing in GraphQL, nor does space.
    private static string Tokens(JsonNode document) => string.Join(' ', Token().Matches((string)document!).Select(match => match.Value));

    [GeneratedRegex("""\$?\w+|"[^"]*"|[^\s,\w]""")]
    private static partial Regex Token();
}
