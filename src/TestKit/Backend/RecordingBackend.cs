using System.IO.Compression;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WandbActors.TestKit;

/// <summary>
/// A W&amp;B server on the loopback: answers as the real one does, keeps what it is sent, plays scripted faults, and refuses what a client
/// must never do. Each refusal stands in <see cref="Violations"/>. Any thread.
/// </summary>
internal sealed partial class RecordingBackend : IAsyncDisposable
{
    public const string FileStream = "file_stream";
    public const string Upload = "upload";

    /// <summary>A connection that was just made.</summary>
    public const string Connection = "connection";

    /// <summary>A request of which no more than its head has come.</summary>
    public const string Arrival = "arrival";

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Entity, string Project, string Id), RecordedRun> _runs = [];
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<string> _violations = [];
    private readonly WebApplication? _application; // none in a simulation
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RecordingBackend(TimeProvider time, string baseUrl)
    {
        _time = time;
        BaseUrl = baseUrl;
    }

    private RecordingBackend(TimeProvider time) : this(time, "")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(Listen);
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public string ApiKey { get; } = "0123456789012345678901234567890123456789";

    /// <summary>Whose key it is: the entity of runs that name none.</summary>
    public string DefaultEntity { get; } = "lab";

    public string BaseUrl { get; private set; }

    /// <summary>The names of the features that the server says it has.</summary>
    public IReadOnlyList<string> Features { get; set; } = [];

    /// <summary>Header lines that go with each signed URL.</summary>
    public IReadOnlyList<string> UploadHeaders { get; set; } = [];

    /// <summary>What clients did that no client may do, in words.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
                return [.. _violations];
        }
    }

    /// <summary>All requests in order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    public static async Task<RecordingBackend> StartAsync(TimeProvider? time = null)
    {
        var backend = new RecordingBackend(time ?? TimeProvider.System);
        await backend._application!.StartAsync();
        backend.BaseUrl = backend._application.Urls.Single();
        return backend;
    }

    /// <summary>The run's state; an empty one if nobody has told of it yet.</summary>
    public RecordedRun Run(string entity, string project, string id)
    {
        lock (_lock)
            return FindOrAdd(entity, project, id);
    }

    /// <summary>Somebody changes a run in the web interface.</summary>
    public void Edit(string entity, string project, string id, JsonObject variables)
    {
        lock (_lock)
            FindOrAdd(entity, project, id).Edit(variables);
    }

    /// <summary>Somebody deletes a run in the web interface.</summary>
    public void Delete(string entity, string project, string id)
    {
        lock (_lock)
            _runs.Remove((entity, project, id));
    }

    /// <summary>Waits until the backend's state is such; fails after 30 s, or the given time, with what it waited for.</summary>
    public async Task AwaitAsync(
        Func<RecordingBackend, bool> predicate, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(predicate))] string waitedFor = "")
    {
        using var limit = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            // Taken before the look: a change in between is not missed.
            var changed = NextChange();
            if (predicate(this))
                return;

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The backend never saw: {waitedFor}. Violations: [{string.Join("; ", Violations)}]");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is null)
            return;

        // Gated answers would hold the host back; tests that are over do not care for them.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Use(next => connection => AcceptAsync(connection, next)));
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var arrivedAt = _time.GetUtcNow();
        if (await IsCutAsync(context))
            return;

        var body = await ReadBodyAsync(context.Request);
        try
        {
            await RouteAsync(context, body, arrivedAt);
        }
        catch (Exception error) when (error is not (OperationCanceledException or IOException))
        {
            await ReplyAsync(context, Refuse($"{context.Request.Path} got what it cannot read: {error.Message}"), null);
        }
    }

    private Task RouteAsync(HttpContext context, byte[] body, DateTimeOffset arrivedAt)
    {
        var method = context.Request.Method;
        var path = context.Request.Path.Value ?? "";
        return path.Split('/') switch
        {
            ["", "graphql"] when method == "POST" => HandleGraphQLAsync(context, body, arrivedAt),
            ["", "files", _, _, _, "file_stream"] when method == "POST" => HandleFileStreamAsync(context, body, arrivedAt),
            _ when method == "PUT" && path.StartsWith(StoragePrefix, StringComparison.Ordinal) => HandleStorageAsync(context, body, arrivedAt),
            _ when method == "PUT" && path.StartsWith(UploadPrefix, StringComparison.Ordinal) => HandleUploadAsync(context, body, arrivedAt),
            _ => ReplyAsync(context, new Answer(404, """{"error":"no such place"}"""), null),
        };
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request)
    {
        var isCompressed = request.Headers.ContentEncoding == "gzip";
        await using var source = isCompressed ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        var body = new MemoryStream();
        await source.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static RecordedRequest RequestOf(HttpContext context, string kind, byte[] body, DateTimeOffset arrivedAt)
    {
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new RecordedRequest(kind, context.Request.Method, context.Request.Path.Value ?? "", headers, body, arrivedAt);
    }

    private void Log(RecordedRequest request, RecordedRun? run)
    {
        lock (_lock)
        {
            _requests.Add(request);
            run?.Record(request);
        }

        SignalChange();
    }

    private bool IsAuthorized(RecordedRequest request) =>
        request.Headers.GetValueOrDefault("Authorization") == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + ApiKey));

    private Answer Refuse(string violation, int status = 400)
    {
        lock (_lock)
            _violations.Add(violation);

        SignalChange();
        return new Answer(status, new JsonObject { ["error"] = violation }.ToJsonString());
    }

    private RecordedRun FindOrAdd(string entity, string project, string id)
    {
        if (!_runs.TryGetValue((entity, project, id), out var run))
            _runs[(entity, project, id)] = run = new RecordedRun(entity, project, id, _lock);
        return run;
    }

    private Task NextChange()
    {
        lock (_lock)
            return _changed.Task;
    }

    private void SignalChange()
    {
        lock (_lock)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed record Answer(int Status, string Body, string? ETag = null);
}
