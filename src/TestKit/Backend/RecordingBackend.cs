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
/// must never do. Each refusal stands in <see cref="Violations"/>. For tests of a whole program; in a <see cref="Simulation"/> the same server
/// needs no socket. Any thread.
/// </summary>
public sealed partial class RecordingBackend : IAsyncDisposable
{
    /// <summary>The kind of request that brings rows, console lines and the summary.</summary>
    public const string FileStream = "file_stream";

    /// <summary>The kind of request that puts a file.</summary>
    public const string Upload = "upload";

    /// <summary>The kind of GraphQL request that registers a run and changes it.</summary>
    public const string Register = "UpsertBucket";

    /// <summary>A connection that was just made.</summary>
    public const string Connection = "connection";

    /// <summary>A request of which no more than its head has come.</summary>
    public const string Arrival = "arrival";

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
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

    /// <summary>The key that the server takes: for <see cref="RunOptions.ApiKey"/>.</summary>
    public string ApiKey { get; } = "0123456789012345678901234567890123456789";

    /// <summary>Whose key it is: the entity of runs that name none.</summary>
    public string DefaultEntity { get; } = "lab";

    /// <summary>Where the server is: for <see cref="RunOptions.BaseUrl"/>.</summary>
    public string BaseUrl { get; private set; }

    /// <summary>The names of the features that the server says it has.</summary>
    internal IReadOnlyList<string> Features { get; set; } = [];

    /// <summary>Header lines that go with each signed URL.</summary>
    internal IReadOnlyList<string> UploadHeaders { get; set; } = [];

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

    /// <summary>Starts a server on a free port of the loopback. Disposing of it stops it.</summary>
    /// <param name="time">Its clock; the system's by default.</param>
    public static async Task<RecordingBackend> StartAsync(TimeProvider? time = null)
    {
        var backend = new RecordingBackend(time ?? TimeProvider.System);
        await backend._application!.StartAsync();
        backend.BaseUrl = backend._application.Urls.Single();
        return backend;
    }

    /// <summary>Waits until the server's state is such. It is looked at whenever something has come.</summary>
    /// <param name="predicate">Whether it is so.</param>
    /// <param name="timeout">How long to wait at most; 30 s by default.</param>
    /// <param name="waitedFor">What the failure says; the predicate's text by default.</param>
    /// <exception cref="TimeoutException">It never was so.</exception>
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

    /// <summary>Stops the server. Answers that still wait for their gate are not sent.</summary>
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
