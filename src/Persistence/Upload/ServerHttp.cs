using System.Net;
using System.Text;

namespace WandbActors.Persistence.Upload;

/// <summary>The process's one HTTP client: it keeps connections, and leaves time limits and retries to its callers. Any thread.</summary>
internal static class ServerHttp
{
    /// <summary>Our name in every request, as the server's logs show it.</summary>
    public static readonly string UserAgent = "WandbActors/" + OwnVersion.Text;

    private static readonly Lazy<HttpClient> SharedClient = new(Create);

    public static HttpClient Shared => SharedClient.Value;

    /// <summary>A client with connections of its own.</summary>
    public static HttpClient Create() => new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the key, or the run's lines, to a host that nobody chose: it is an outcome instead.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        MaxConnectionsPerServer = 128,
        // A run lasts for weeks: without a limit a server that has moved in DNS would never be found again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        // Signed URLs and W&B's servers need no trace headers, and the user's program may have tracing on.
        ActivityHeadersPropagator = null,
        SslOptions = { RemoteCertificateValidationCallback = CertificateRefusedException.AcceptOrThrow },
        // Users' names are not always ASCII; the official client sends them as UTF-8 too.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    };
}
