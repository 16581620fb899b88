using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>One try of one request: its answer, or why there is none. Never throws for what the network or the server does.</summary>
internal sealed class HttpAttempt
{
    // Far above any answer of a W&B server; a longer one would only fill our memory.
    private const int MaxBodyBytes = 64 << 20;

    private readonly string _failure = "";
    private readonly bool _isHopeless;
    private readonly string? _redirect;

    private HttpAttempt(HttpStatusCode status, byte[] body, HttpResponseHeaders headers, TimeProvider time)
    {
        Status = (int)status;
        Body = body;
        RetryAfter = Upload.RetryAfter.Read(headers, time);
        Limit = RateLimit.Read(headers);
        ETag = headers.ETag?.ToString();
        _redirect = headers.Location?.OriginalString;
    }

    private HttpAttempt(string failure, bool isHopeless)
    {
        _failure = failure;
        _isHopeless = isHopeless;
    }

    /// <summary>The answer's status, or 0 without an answer.</summary>
    public int Status { get; }

    public byte[] Body { get; } = [];

    public TimeSpan? RetryAfter { get; }

    public RateLimit? Limit { get; }

    /// <summary>What a storage calls the content that it was given.</summary>
    public string? ETag { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>
    /// Sends the request and reads the whole answer within <paramref name="timeout"/>; throws only if <paramref name="cancellation"/> fires.
    /// </summary>
    public static async Task<HttpAttempt> MakeAsync(
        HttpClient http, HttpRequestMessage request, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxBodyBytes, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return new HttpAttempt(response.StatusCode, body, response.Headers, time);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            // Without our limit it was the one for connecting.
            var failure = limit.IsCancellationRequested ? $"no answer within {timeout.TotalSeconds:0.###} s" : error.GetBaseException().Message;
            return new HttpAttempt(failure, isHopeless: false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // Another try would meet the same certificate.
            return new HttpAttempt(error.GetBaseException().Message, isHopeless: error.InnerException is CertificateRefusedException);
        }
    }

    /// <summary>The body as JSON; undefined if it is none.</summary>
    public JsonElement ReadJson()
    {
        try
        {
            return JsonElement.Parse(Body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Why this attempt failed under these rules, or null if it succeeded.</summary>
    public CallFailure? FailureUnder(RetryRule rule)
    {
        if (_failure.Length > 0)
            return new CallFailure(_isHopeless, 0, null, _failure);

        return IsSuccess ? null : new CallFailure(!rule.Retries(Status), Status, RetryAfter, Describe());
    }

    private string Describe()
    {
        var text = ErrorText.Find(ReadJson()) ?? (_redirect is null ? null : $"the server is at {_redirect}");
        return text is null ? $"HTTP {Status}" : $"HTTP {Status}: {text}";
    }
}
