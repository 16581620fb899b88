namespace WandbActors.Persistence.Upload;

/// <summary>
/// Posts to one server as one user: signs what goes below its address and nothing else, bounds each try in time, and tells the shared
/// limit what the server says about its own. Any thread.
/// </summary>
internal sealed class ServerConnection(HttpClient http, ServerAddress address, ServerCredentials credentials, HostLimit limit, TimeProvider time)
{
    public ServerAddress Address { get; } = address;

    public async Task<HttpAttempt> PostAsync(Uri uri, HttpContent content, TimeSpan timeout, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", ServerHttp.UserAgent);
        if (Address.Covers(uri))
            request.Headers.TryAddWithoutValidation("Authorization", credentials.Authorization);
        if (uri == Address.GraphQL)
            AddUser(request);

        var attempt = await HttpAttempt.MakeAsync(http, request, timeout, time, cancellation).ConfigureAwait(false);
        if (attempt.Limit is { } said)
            limit.Obey(said);
        return attempt;
    }

    // The official client sends both with GraphQL only, and always, empty or not.
    private void AddUser(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("X-WANDB-USERNAME", credentials.Username);
        request.Headers.TryAddWithoutValidation("X-WANDB-USER-EMAIL", credentials.UserEmail);
    }
}
