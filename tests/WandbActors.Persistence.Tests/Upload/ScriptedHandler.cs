using System.Net;
using System.Text;

namespace WandbActors.Persistence.Tests.Upload;

/// <summary>Answers requests without a network, as told, and keeps what they were.</summary>
internal sealed class ScriptedHandler(Func<HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(HttpRequestMessage Request, byte[] Body)> Requests { get; } = [];

    public static ScriptedHandler Answering(int status, string body = "{}", params (string Name, string Value)[] headers) => new(() =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    });

    public static ScriptedHandler Failing(Exception error) => new(() => throw error);

    /// <summary>The value of a header of the last request, or null.</summary>
    public string? Header(string name)
    {
        var (request, _) = Requests[^1];
        return request.Headers.NonValidated.TryGetValues(name, out var values)
            || (request.Content?.Headers.NonValidated.TryGetValues(name, out values) ?? false)
            ? values.ToString()
            : null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add((request, body));
        return answer();
    }
}
