using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private const string StoragePrefix = "/__storage/";
    private static readonly Dictionary<string, string> ManifestNames = new() { ["FULL"] = "wandb_manifest.json", ["INCREMENTAL"] = "wandb_manifest.incremental.json" };

    // Part 0 is a whole file. The artifact's number stands for its id, in which a path may not stand.
    private string StorageUrl(RecordedArtifact artifact, string name, int part = 0) =>
        $"{BaseUrl}{StoragePrefix}{_artifacts.IndexOf(artifact)}/{part}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}?signature=a%2Bb%7E";

    private async Task HandleStorageAsync(HttpContext context, byte[] body, DateTimeOffset arrivedAt)
    {
        var request = RequestOf(context, Upload, body, arrivedAt);
        Log(request, null);
        var fault = NextFault(Upload);
        var answer = fault is { Stores: false } ? new Answer(200, "") : Keep(request, context.Request.Path.Value!, context.Request.QueryString.Value);
        await ReplyAsync(context, answer, fault);
    }

    private Answer Keep(RecordedRequest request, string path, string? query)
    {
        var parts = path[StoragePrefix.Length..].Split('/', 3);
        var (part, name) = (int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), Uri.UnescapeDataString(parts[2]));
        Answer answer;
        lock (_lock)
        {
            var artifact = _artifacts[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)];
            answer = (Problem(request, query) ?? Mismatch(artifact, name, part, request)) is { } problem
                ? Refuse($"the upload of {name} of {artifact.Name} {problem}")
                : new Answer(200, "", ETagOf(request.Body));
            if (answer.Status == 200)
                Keep(artifact, name, part, request.Body);
        }

        SignalChange();
        return answer;
    }

    private static void Keep(RecordedArtifact artifact, string name, int part, byte[] body)
    {
        if (part > 0)
            artifact.PutPart(name, part, body);
        else if (ManifestNames.ContainsValue(name))
            artifact.PutManifest(body);
        else
            artifact.Put(name, body);
    }

    private static string? Mismatch(RecordedArtifact artifact, string name, int part, RecordedRequest request)
    {
        var announced = part > 0
            ? Convert.ToBase64String(Convert.FromHexString((string)HashOf(artifact, name, part)!))
            : ManifestNames.ContainsValue(name) ? artifact.ManifestDigest : artifact.Announced[name].Md5;
        return announced == Md5Of(request.Body) && announced == request.Headers.GetValueOrDefault("Content-MD5") ? null : "is not what was announced";
    }

    private static JsonNode? HashOf(RecordedArtifact artifact, string name, int part) =>
        artifact.Announced[name].Parts!.First(announced => (int)announced!["partNumber"]! == part)!["hexMD5"];
}
