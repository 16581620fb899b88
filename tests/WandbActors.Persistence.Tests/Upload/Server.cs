using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

/// <summary>Connections to servers, for specs.</summary>
internal static class Server
{
    public const string ApiKey = "0123456789012345678901234567890123456789";

    public static readonly RunPath Run = new("lab", "golden", "r1");

    public static ServerAddress Address(string baseUrl) =>
        ServerAddress.TryParse(baseUrl, out var address, out var problem) ? address : throw new ArgumentException(problem, nameof(baseUrl));

    public static ServerConnection Connect(HttpMessageHandler handler, string baseUrl = "https://api.wandb.test", TimeProvider? time = null) =>
        Connect(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, baseUrl, time);

    public static ServerConnection Connect(RecordingBackend backend, TimeProvider? time = null) => Connect(ServerHttp.Shared, backend.BaseUrl, time);

    public static ServerConnection Connect(HttpClient http, string baseUrl, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var credentials = new ServerCredentials(ApiKey, "user", "user@example.test");
        return new ServerConnection(http, Address(baseUrl), credentials, new HostLimit(time), time);
    }
}
