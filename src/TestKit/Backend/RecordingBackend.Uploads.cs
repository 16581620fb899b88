using Microsoft.AspNetCore.Http;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private const string UploadPrefix = "/__put/";

    private string UploadUrl(RecordedRun run, string name)
    {
        var parts = new[] { run.Entity, run.Project, run.Id }.Concat(name.Split('/')).Select(Uri.EscapeDataString);
        return $"{BaseUrl}{UploadPrefix}{string.Join('/', parts)}?signature=a%2Bb%7E";
    }

    private async Task HandleUploadAsync(HttpContext context, byte[] body, DateTimeOffset arrivedAt)
    {
        var parts = context.Request.Path.Value![UploadPrefix.Length..].Split('/', 4);
        var run = Run(parts[0], parts[1], parts[2]);
        var request = RequestOf(context, Upload, body, arrivedAt);
        Log(request, run);
        if (Problem(request, context.Request.QueryString.Value) is { } problem)
        {
            await ReplyAsync(context, Refuse($"the upload of {parts[3]} {problem}"), null);
            return;
        }

        var fault = NextFault(Upload);
        if (fault is not { Stores: false })
            Store(run, parts[3], body);
        await ReplyAsync(context, new Answer(200, ""), fault);
    }

    private void Store(RecordedRun run, string file, byte[] body)
    {
        lock (_lock)
            run.Put(file, body);
        SignalChange();
    }

    // The query is compared as it was written: a signature would be too.
    private static string? Problem(RecordedRequest request, string? query)
    {
        if (request.Headers.ContainsKey("Authorization"))
            return "carried the key";
        if (query != "?signature=a%2Bb%7E")
            return "changed the signed URL";
        return request.Headers.GetValueOrDefault("Content-Length") == $"{request.Body.Length}" ? null : "did not say its length";
    }
}
