namespace WandbActors.Actors.Tests.Support;

/// <summary>Connections of their own, which know when no request is on its way.</summary>
internal sealed class WatchedHttp() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private readonly Activity _activity = new();

    /// <summary>Done while no request is on its way.</summary>
    public Task Idle => _activity.Idle;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _activity.Begin();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        finally
        {
            _activity.End();
        }
    }
}
