using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WandbActors.Persistence.Upload;

/// <summary>Calls a server's GraphQL endpoint, one try a call; when to try again is the caller's decision. Any thread.</summary>
internal sealed class GraphQLClient(ServerConnection connection, TimeSpan? attemptTimeout = null)
{
    /// <summary>How long one try may take by default, as in W&amp;B's client.</summary>
    public static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions BodyOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TimeSpan _attemptTimeout = attemptTimeout ?? DefaultAttemptTimeout;

    /// <summary>Makes the call; <paramref name="read"/> takes the reply out of <c>data</c>, or returns null if it is not all there.</summary>
    public async Task<CallOutcome<T>> CallAsync<T>(
        GraphQLOperation operation, JsonObject variables, Func<JsonElement, T?> read, CancellationToken cancellation)
        where T : class
    {
        var attempt = await connection
            .PostAsync(connection.Address.GraphQL, Content(operation, variables), _attemptTimeout, cancellation)
            .ConfigureAwait(false);
        if (attempt.FailureUnder(operation.Rule) is { } failure)
            return CallOutcome<T>.Of(failure);

        return Judge(operation, attempt, read);
    }

    private static CallOutcome<T> Judge<T>(GraphQLOperation operation, HttpAttempt attempt, Func<JsonElement, T?> read)
        where T : class
    {
        // No JSON object: something between us and the server has answered, and may not be there the next time.
        var answer = attempt.ReadJson();
        if (answer.ValueKind != JsonValueKind.Object)
            return new CallOutcome<T>.Retry(attempt.RetryAfter, $"the answer to {operation.Name} is not GraphQL");

        if (ErrorText.HasErrors(answer))
            return new CallOutcome<T>.Fatal(attempt.Status, ErrorText.Find(answer) ?? $"{operation.Name} failed without a message");

        return answer.At("data") is { } data && read(data) is { } reply
            ? new CallOutcome<T>.Success(reply)
            : new CallOutcome<T>.Fatal(attempt.Status, $"the answer to {operation.Name} lacks what it must have");
    }

    private static ByteArrayContent Content(GraphQLOperation operation, JsonObject variables)
    {
        var body = new JsonObject { ["query"] = operation.Document, ["variables"] = variables, ["operationName"] = operation.Name };
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString(BodyOptions)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
