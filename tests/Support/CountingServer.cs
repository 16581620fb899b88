using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using WandbActors.TestKit;

namespace WandbActors.Testing;

/// <summary>
/// A server for runs too long to be kept: it has each line looked at as it arrives. Everything but file_stream it passes on to a
/// <see cref="RecordingBackend"/>. While it is away it answers 503.
/// </summary>
internal sealed class CountingServer : IAsyncDisposable
{
    private static readonly byte[] Accepted = """{"exitcode":null,"limits":{}}"""u8.ToArray();

    private readonly RecordingBackend _backend;
    private readonly IHistoryReader _history;
    private readonly WebApplication _application;
    private readonly HttpClient _client = new();
    private volatile bool _isAway;

    private CountingServer(RecordingBackend backend, IHistoryReader history)
    {
        _backend = backend;
        _history = history;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public string BaseUrl => _application.Urls.Single();

    public string ApiKey => _backend.ApiKey;

    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    public static async Task<CountingServer> StartAsync(IHistoryReader history, params IReadOnlyList<string> features)
    {
        var server = new CountingServer(await RecordingBackend.StartAsync(), history);
        server._backend.Features = features;
        await server._application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _client.Dispose();
        await _backend.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (IsAway)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else if (context.Request.Path.Value!.EndsWith("/file_stream", StringComparison.Ordinal))
            await TakeLinesAsync(context);
        else
            await PassOnAsync(context);
    }

    private async Task TakeLinesAsync(HttpContext context)
    {
        await using var body = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        var isPlain = context.Request.Headers.ContentEncoding != "gzip";
        using var request = await JsonDocument.ParseAsync(isPlain ? context.Request.Body : body, default, context.RequestAborted);
        if (request.RootElement.TryGetProperty("files", out var files) && files.TryGetProperty("wandb-history.jsonl", out var history))
            _history.Take(context.Request.Path.Value!, history.GetProperty("offset").GetInt32(), history.GetProperty("content"));
        await context.Response.Body.WriteAsync(Accepted, context.RequestAborted);
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _backend.BaseUrl + context.Request.Path);
        var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        request.Content = new ByteArrayContent(content.ToArray());
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is "Authorization" or "Content-Type" or "Content-Encoding"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        using var answer = await _client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
