namespace WandbActors.Actors.Tests.Support;

/// <summary>Connections of their own, which know how many requests are on their way.</summary>
internal sealed class WatchedHttp() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private readonly Activity _activity = new();

    /// <summary>Returns when no more than so many requests are on their way.</summary>
    public Task AtMost(int requests) => _activity.AtMost(requests);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<HttpResponseMessage>();
        _activity.Begin();
        _ = ForwardAsync(request, answered, cancellationToken);
        return answered.Task;
    }

    // Whoever waits for the answer goes on within SetResult or SetException: so the request is not over before an actor knows.
    private async Task ForwardAsync(HttpRequestMessage request, TaskCompletionSource<HttpResponseMessage> answered, CancellationToken cancellation)
    {
        try
        {
            var response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(cancellation).ConfigureAwait(false);
            answered.SetResult(response);
        }
        catch (Exception failure)
        {
            answered.TrySetException(failure);
        }
        finally
        {
            _activity.End();
        }
    }
}
