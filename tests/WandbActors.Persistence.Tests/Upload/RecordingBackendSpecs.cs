using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class RecordingBackendSpecs : IAsyncLifetime
{
    private RecordingBackend _backend = null!;
    private HttpClient _http = null!;

    private RecordedRun Run => _backend.Run("lab", "golden", "r1");

    public async Task InitializeAsync()
    {
        _backend = await RecordingBackend.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_backend.BaseUrl) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Basic($"api:{_backend.ApiKey}"));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Lines_are_kept_at_their_offsets()
    {
        await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["a","b"]},"output.log":{"offset":0,"content":["x","y"]}}}""");
        await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":1,"content":["b","c"]},"output.log":{"offset":1,"content":["z"]}}}""");
        await PostAsync("""{"files":{"wandb-summary.json":{"offset":0,"content":["{}"]},"wandb-events.jsonl":{"offset":0,"content":["e"]}}}""");
        await PostAsync("""{"uploaded":["a.png"],"preempting":true}""");
        await PostAsync("{}");

        Assert.Equal(["a", "b", "c"], Run.History);
        Assert.Equal(["x", "z"], Run.Console);
        Assert.Equal(["e"], Run.Events);
        Assert.Equal("{}", Run.SummaryLine);
        Assert.Equal(["a.png"], Run.Uploaded);
        Assert.True(Run.IsPreempting);
        Assert.False(Run.IsComplete);
        Assert.Equal(5, Run.Requests.Count(request => request.Kind == RecordingBackend.FileStream));
        Assert.Empty(_backend.Violations);
    }

    [Theory]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":3,"content":["d"]}}}""", "wandb-history.jsonl has a gap: 2 lines stored, offset 3")]
    [InlineData("""{"files":{"wandb-events.jsonl":{"offset":1,"content":["d"]}}}""", "wandb-events.jsonl has a gap: 0 lines stored, offset 1")]
    [InlineData("""{"files":{"output.log":{"offset":2,"content":["d"]}}}""", "output.log has a gap: 0 lines stored, offset 2")]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":1,"content":["other"]}}}""", "wandb-history.jsonl has a stored line rewritten, at or after 1")]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":2,"content":["c\nd"]}}}""", "wandb-history.jsonl has a line with a newline")]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":2,"content":[]}}}""", "wandb-history.jsonl without lines")]
    [InlineData("""{"files":{"wandb-summary.json":{"offset":1,"content":["{}"]}}}""", "the summary is one line at offset 0")]
    [InlineData("""{"files":{"other.log":{"offset":0,"content":["a"]}}}""", "other.log is not a file of file_stream")]
    [InlineData("""{"files":{}}""", "empty files")]
    [InlineData("""{"complete":true}""", "complete and exitcode go together")]
    public async Task What_no_client_may_send_is_refused_and_not_kept(string body, string violation)
    {
        await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["a","b"]}}}""");

        var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([$"r1: {violation}"], _backend.Violations);
        Assert.Equal(["a", "b"], Run.History);
        Assert.Empty(Run.Events.Concat(Run.Console));
        Assert.False(Run.IsComplete);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"files":{"wandb-history.jsonl":{"content":["a"]}}}""")]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":0,"content":[1]}}}""")]
    public async Task What_cannot_be_read_is_refused(string body)
    {
        var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single(_backend.Violations);
        Assert.Empty(Run.History);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var line = new string('x', (5 << 20) + 1);

        await PostAsync(History(0, line));
        await PostAsync(History(1, line, line));

        Assert.Equal([$"r1: lines of {2 * line.Length} bytes in one request"], _backend.Violations);
        Assert.Single(Run.History);
    }

    [Fact]
    public async Task Nothing_is_taken_after_completion_but_the_same_request_again()
    {
        const string last = """{"complete":true,"exitcode":3}""";

        var first = await PostAsync(last);
        var again = await PostAsync(last);
        var more = await PostAsync("{}");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        Assert.Equal(["r1: a request after the run was complete"], _backend.Violations);
        Assert.Equal(3, Run.ExitCode);
    }

    [Fact]
    public async Task A_run_that_is_registered_again_goes_on()
    {
        await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["a"]}},"complete":true,"exitcode":0}""");

        await CallAsync("UpsertBucket", """{"name":"r1","project":"golden","entity":"lab"}""");
        await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":1,"content":["b"]}}}""");

        Assert.False(Run.IsComplete);
        Assert.Equal(["a", "b"], Run.History);
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task A_second_request_in_flight_is_refused()
    {
        var gate = new TaskCompletionSource();
        _backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(gate));

        var first = PostAsync("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["a"]}}}""");
        await _backend.AwaitAsync(_ => Run.History.Count == 1);
        var second = await PostAsync("{}");
        gate.SetResult();

        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(["r1: a second file_stream request while one is in flight"], _backend.Violations);
    }

    [Fact]
    public async Task A_request_that_the_client_gave_up_is_no_longer_in_flight()
    {
        _backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(new TaskCompletionSource()));
        using var cancellation = new CancellationTokenSource();

        var first = PostAsync("{}", cancellation.Token);
        await _backend.AwaitAsync(_ => Run.Requests.Count == 1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = await PostAsync("{}");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Empty(_backend.Violations);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("api:wrong")]
    [InlineData("user:0123456789012345678901234567890123456789")]
    public async Task A_missing_or_wrong_key_is_refused(string? userAndKey)
    {
        _http.DefaultRequestHeaders.Authorization = userAndKey is null ? null : new AuthenticationHeaderValue("Basic", Basic(userAndKey));

        var streamed = await PostAsync("{}");
        var called = await _http.PostAsync("/graphql", new StringContent("""{"query":"query Viewer { viewer { id } }"}"""));

        Assert.Equal(HttpStatusCode.Unauthorized, streamed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, called.StatusCode);
        Assert.Equal(2, _backend.Violations.Count);
    }

    [Fact]
    public async Task An_upload_that_carries_the_key_is_refused()
    {
        var answer = await CallAsync("CreateRunFiles", """{"entity":"lab","project":"golden","run":"r1","files":["a.txt"]}""");
        var url = (string)answer["createRunFiles"]!["files"]![0]!["uploadUrl"]!;

        var response = await _http.PutAsync(url, new StringContent("x"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["the upload of a.txt carried the key"], _backend.Violations);
        Assert.Empty(Run.Files);
    }

    [Fact]
    public async Task Faults_come_in_order_and_then_all_is_well()
    {
        _backend.Script(RecordingBackend.FileStream, Fault.Answer(429, retryAfter: "1.5"), Fault.Garbage(), Fault.Stopped(), Fault.Limited("0", "2"));

        var refused = await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["a"]}}}""");
        var historyThen = Run.History;
        var garbage = await PostAsync("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["a"]}}}""");
        var stopped = await PostAsync("{}");
        var limited = await PostAsync("{}");
        var good = await PostAsync("{}");

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("1.5", refused.Headers.NonValidated["Retry-After"].ToString());
        Assert.Empty(historyThen);
        Assert.Equal("<html>who are you?</html>", await garbage.Content.ReadAsStringAsync());
        Assert.Equal(["a"], Run.History);
        Assert.Equal("""{"stopped":true}""", await stopped.Content.ReadAsStringAsync());
        Assert.Equal("0", limited.Headers.GetValues("RateLimit-Remaining").Single());
        Assert.Equal("""{"exitcode":null,"limits":{}}""", await good.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_connection_can_break_before_or_after_the_lines_are_kept()
    {
        const string body = """{"files":{"wandb-history.jsonl":{"offset":0,"content":["a"]}}}""";
        _backend.Script(RecordingBackend.FileStream, Fault.Reset(), Fault.LostAnswer());

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(body));
        var before = Run.History;
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(body));

        Assert.Empty(before);
        Assert.Equal(["a"], Run.History);
    }

    [Fact]
    public async Task A_breakdown_lasts_until_it_is_over()
    {
        _backend.BreakDown("Viewer", Fault.Answer(503));

        var first = await _http.PostAsync("/graphql", Call("Viewer", "{}"));
        var second = await _http.PostAsync("/graphql", Call("Viewer", "{}"));
        var other = await _http.PostAsync("/graphql", Call("ServerFeaturesQuery", "{}"));
        _backend.Restore("Viewer");
        var third = await _http.PostAsync("/graphql", Call("Viewer", "{}"));

        Assert.Equal([503, 503, 200, 200], new[] { first, second, other, third }.Select(response => (int)response.StatusCode));
    }

    [Fact]
    public async Task Waiting_in_vain_says_what_for()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => _backend.AwaitAsync(_ => Run.IsComplete, TimeSpan.FromMilliseconds(20)));

        Assert.Contains("Run.IsComplete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_operations_get_an_empty_answer()
    {
        var answer = await CallAsync("OrganizationCoreWeaveOrganizationID", """{"entityName":"lab"}""");

        Assert.Empty(answer);
    }

    private static string Basic(string userAndKey) => Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndKey));

    private static string History(int offset, params string[] lines) => new JsonObject
    {
        ["files"] = new JsonObject
        {
            ["wandb-history.jsonl"] = new JsonObject { ["offset"] = offset, ["content"] = new JsonArray([.. lines.Select(line => (JsonNode)line)]) },
        },
    }.ToJsonString();

    private static StringContent Call(string operation, string variables) =>
        new($$"""{"operationName":"{{operation}}","query":"","variables":{{variables}}}""");

    private Task<HttpResponseMessage> PostAsync(string body, CancellationToken cancellation = default) =>
        _http.PostAsync("/files/lab/golden/r1/file_stream", new StringContent(body), cancellation);

    private async Task<JsonObject> CallAsync(string operation, string variables)
    {
        var response = await _http.PostAsync("/graphql", Call(operation, variables));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!.AsObject();
    }
}
