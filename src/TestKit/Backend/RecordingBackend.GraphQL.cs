using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private async Task HandleGraphQLAsync(HttpContext context, byte[] body, DateTimeOffset arrivedAt)
    {
        var (name, variables) = ReadCall(body);
        var request = RequestOf(context, name, body, arrivedAt);
        Log(request, RunOf(name, variables));
        if (!IsAuthorized(request))
        {
            await ReplyAsync(context, Refuse($"{name} came without the right key", 401), null);
            return;
        }

        var fault = NextFault(name);
        await ReplyAsync(context, fault is { Stores: false } ? new Answer(200, "{}") : Take(name, variables), fault);
    }

    private static (string Name, JsonObject Variables) ReadCall(byte[] body)
    {
        var call = JsonNode.Parse(body)!.AsObject();
        var name = (string?)call["operationName"] ?? NameInDocument().Match((string)call["query"]!).Groups[1].Value;
        return (name, call["variables"] as JsonObject ?? []);
    }

    private Answer Take(string name, JsonObject variables)
    {
        Answer answer;
        lock (_lock)
        {
            try
            {
                answer = new Answer(200, new JsonObject { ["data"] = Execute(name, variables) }.ToJsonString());
            }
            catch (RefusedException refused)
            {
                answer = Refuse($"{name}: {refused.Message}");
            }
        }

        SignalChange();
        return answer;
    }

    private JsonObject Execute(string name, JsonObject variables) => name switch
    {
        "Viewer" => new() { ["viewer"] = Viewer() },
        "ServerFeaturesQuery" => new() { ["serverInfo"] = new JsonObject { ["features"] = FeatureList() } },
        "UpsertBucket" => new() { ["upsertBucket"] = UpsertBucket(variables) },
        "RunResumeStatus" => new() { ["model"] = ResumeModel(variables) },
        "RewindRun" => new() { ["rewindRun"] = RewindRun(variables) },
        "CreateRunFiles" => new() { ["createRunFiles"] = CreateRunFiles(variables) },
        "NotifyScriptableRunAlert" => new() { ["notifyScriptableRunAlert"] = NotifyAlert(variables) },
        "CreateArtifact" or "CreateArtifactManifest" or "UpdateArtifactManifest" or "CreateArtifactFiles" or "CompleteMultipartUploadArtifact" or "CommitArtifact"
            or "UseArtifact" or "ClientIDMapping" or "ArtifactByName" => ExecuteForArtifact(name, variables),
        "RunStoppedStatus" => new() { ["project"] = new JsonObject { ["run"] = new JsonObject { ["stopped"] = false } } },
        _ => [],
    };

    private RecordedRun? RunOf(string name, JsonObject variables)
    {
        var (entity, project, run) = name switch
        {
            "UpsertBucket" or "RunResumeStatus" => ("entity", "project", "name"),
            "CreateRunFiles" => ("entity", "project", "run"),
            "RewindRun" => ("entity", "project", "runName"),
            "NotifyScriptableRunAlert" => ("entityName", "projectName", "runName"),
            _ => ("", "", ""),
        };
        return run.Length == 0
            ? null
            : Run((string?)variables[entity] ?? DefaultEntity, (string?)variables[project] ?? "uncategorized", (string)variables[run]!);
    }

    private JsonObject Viewer() => new()
    {
        ["id"] = "u1",
        ["entity"] = DefaultEntity,
        ["username"] = DefaultEntity,
        ["email"] = "",
        ["flags"] = "{}",
        ["teams"] = new JsonObject { ["edges"] = new JsonArray() },
    };

    private JsonArray FeatureList() => [.. Features.Select(name => new JsonObject { ["name"] = name, ["isEnabled"] = true })];

    private JsonObject UpsertBucket(JsonObject variables)
    {
        var run = RunOf("UpsertBucket", variables)!;
        var isNew = run.Upserts.Count == 0;
        run.Upsert(variables);
        if (isNew && BranchPointOf(run) is { } point)
            run.Fork(FindOrAdd(run.Entity, run.Project, (string)point["run_id"]!), (long)point["step"]!);
        return new JsonObject { ["inserted"] = isNew, ["bucket"] = Bucket(run) };
    }

    // A run that does not exist cannot go back.
    private JsonObject RewindRun(JsonObject variables)
    {
        var run = RunOf("RewindRun", variables)!;
        if (run.Upserts.Count > 0)
            run.Rewind((long)variables["metricValue"]!);
        return new JsonObject { ["rewoundRun"] = run.Upserts.Count > 0 ? Bucket(run) : null };
    }

    private static JsonNode? BranchPointOf(RecordedRun run) => JsonNode.Parse((string?)run.Variable("config") ?? "{}")?["_wandb"]?["value"]?["branch_point"];

    private static JsonObject Bucket(RecordedRun run) => new()
    {
        ["id"] = run.StorageId,
        ["name"] = run.Id,
        ["displayName"] = DisplayName(run),
        ["description"] = null,
        ["config"] = run.Variable("config"),
        ["sweepName"] = run.Variable("sweep"),
        ["historyLineCount"] = run.HistoryLines.Count,
        ["project"] = Model(run),
    };

    private JsonObject? ResumeModel(JsonObject variables)
    {
        var run = RunOf("RunResumeStatus", variables)!;
        var model = Model(run);
        model["bucket"] = run.Upserts.Count == 0 ? null : ResumeBucket(run);
        return model;
    }

    private static JsonObject ResumeBucket(RecordedRun run)
    {
        var config = (string?)run.Variable("config") ?? "{}";
        var hasTelemetry = JsonNode.Parse(config)?["_wandb"]?["value"]?["t"] is not null;
        return new JsonObject
        {
            ["id"] = run.StorageId,
            ["name"] = run.Id,
            ["displayName"] = DisplayName(run),
            ["logLineCount"] = run.ConsoleLines.Count,
            ["historyLineCount"] = run.HistoryLines.Count,
            ["eventsLineCount"] = run.EventsLines.Count,
            ["historyTail"] = Tail(run.HistoryLines),
            ["eventsTail"] = Tail(run.EventsLines),
            ["summaryMetrics"] = run.SummaryLine ?? "{}",
            ["config"] = config,
            ["tags"] = run.Variable("tags") ?? new JsonArray(),
            ["notes"] = run.Variable("notes"),
            ["wandbConfig"] = hasTelemetry ? """{"t": 1}""" : "{}",
        };
    }

    private JsonObject CreateRunFiles(JsonObject variables)
    {
        var run = RunOf("CreateRunFiles", variables)!;
        var names = variables["files"]!.AsArray().Select(name => (string)name!);
        return new JsonObject
        {
            ["runID"] = run.StorageId,
            ["uploadHeaders"] = new JsonArray([.. UploadHeaders.Select(header => (JsonNode)header)]),
            ["files"] = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name, ["uploadUrl"] = UploadUrl(run, name) })]),
        };
    }

    private JsonObject NotifyAlert(JsonObject variables)
    {
        RunOf("NotifyScriptableRunAlert", variables)!.Alert(variables);
        return new JsonObject { ["success"] = true };
    }

    private static JsonObject Model(RecordedRun run) => new()
    {
        ["id"] = $"id-{run.Project}",
        ["name"] = run.Project,
        ["entity"] = new JsonObject { ["id"] = $"id-{run.Entity}", ["name"] = run.Entity },
    };

    private static string DisplayName(RecordedRun run) => (string?)run.Variable("displayName") ?? run.Id;

    private static string Tail(List<string> lines) => JsonSerializer.Serialize(lines.TakeLast(1));

    [GeneratedRegex(@"(?:query|mutation)\s+(\w+)")]
    private static partial Regex NameInDocument();
}
