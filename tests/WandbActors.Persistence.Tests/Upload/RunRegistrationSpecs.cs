using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class RunRegistrationSpecs
{
    private const string Config = """{"_wandb":{"value":{"t":{"12":"0.1.0"},"m":[]}}}""";

    private static readonly RunUpsert Upsert = new() { Name = "r1", Project = "golden", Config = Config, Tags = ["a", "b"] };

    [Fact]
    public async Task A_new_run_is_registered_under_the_keys_owner()
    {
        await using var backend = await RecordingBackend.StartAsync();

        var outcome = await Calls(backend).UpsertAsync(Upsert, default);

        var run = Assert.IsType<CallOutcome<RegisteredRun>.Success>(outcome).Value;
        Assert.Equal(new RegisteredRun("id-r1", "r1", "r1", "golden", "lab", 0, null, true), run);
        Assert.Equal(Server.Run, run.Path);
        Assert.Equal(19, Assert.Single(backend.Run("lab", "golden", "r1").Upserts).Count);
        Assert.Empty(backend.Violations);
    }

    [Fact]
    public async Task An_update_changes_only_what_it_carries()
    {
        await using var backend = await RecordingBackend.StartAsync();
        var calls = Calls(backend);
        await calls.UpsertAsync(Upsert with { Notes = "first" }, default);

        await calls.UpsertAsync(new RunUpsert { Name = "r1", Project = "golden", Entity = "lab", DisplayName = "renamed" }, default);

        var run = backend.Run("lab", "golden", "r1");
        Assert.Equal("first", (string?)run.Variable("notes"));
        Assert.Equal("renamed", (string?)run.Variable("displayName"));
        Assert.Equal(["a", "b"], run.Variable("tags")!.AsArray().Select(tag => (string)tag!));
    }

    [Fact]
    public async Task A_run_with_lines_can_be_resumed()
    {
        await using var backend = await RecordingBackend.StartAsync();
        var calls = Calls(backend);
        await calls.UpsertAsync(Upsert with { Notes = "why" }, default);
        var state = new FileStreamState(default, FileStreamLimits.Default);
        state.Add(Lines.History("""{"_step":0}""", """{"_step":1,"x":NaN}""").Merge(Lines.Summary("""{"x":1}""")).Merge(Lines.Console((0, "a"))));
        await new FileStreamClient(Server.Connect(backend), Server.Run).SendAsync(state.Take()!, default);

        var outcome = await calls.ResumeStatusAsync(null, "golden", "r1", default);

        var status = Assert.IsType<CallOutcome<ResumeStatus>.Success>(outcome).Value;
        Assert.True(status.Exists);
        Assert.Equal("id-r1", status.StorageId);
        Assert.Equal(new FileStreamOffsets(2, 0, 1), status.Offsets);
        Assert.Equal(["""{"_step":1,"x":NaN}"""], status.HistoryTail);
        Assert.Equal("""{"x":1}""", status.SummaryMetrics);
        Assert.Equal(Config, status.Config);
        Assert.Equal(["a", "b"], status.Tags);
        Assert.Equal("why", status.Notes);
    }

    [Fact]
    public async Task A_run_that_nobody_knows_does_not_exist()
    {
        await using var backend = await RecordingBackend.StartAsync();

        var outcome = await Calls(backend).ResumeStatusAsync("lab", "golden", "r1", default);

        Assert.Equal(new CallOutcome<ResumeStatus>.Success(ResumeStatus.Missing), outcome);
    }

    [Fact]
    public async Task A_run_that_never_told_its_telemetry_does_not_exist()
    {
        await using var backend = await RecordingBackend.StartAsync();
        var calls = Calls(backend);
        await calls.UpsertAsync(Upsert with { Config = "{}" }, default);

        var outcome = await calls.ResumeStatusAsync("lab", "golden", "r1", default);

        Assert.False(Assert.IsType<CallOutcome<ResumeStatus>.Success>(outcome).Value.Exists);
    }

    [Fact]
    public async Task Features_are_those_that_the_server_names()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.Features = [ServerFeatures.FileStreamGzip];

        var outcome = await Calls(backend).FeaturesAsync(default);

        var features = Assert.IsType<CallOutcome<ServerFeatures>.Success>(outcome).Value;
        Assert.True(features.Has("FILESTREAM_GZIP"));
        Assert.False(features.Has("STRUCTURED_CONSOLE_LOGS"));
    }

    [Fact]
    public async Task The_viewer_tells_whose_key_it_is()
    {
        await using var backend = await RecordingBackend.StartAsync();

        var outcome = await Calls(backend).ViewerAsync(default);

        Assert.Equal(new CallOutcome<Viewer>.Success(new Viewer("lab", "lab", "")), outcome);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_fatal()
    {
        await using var backend = await RecordingBackend.StartAsync();
        var connection = new ServerConnection(
            ServerHttp.Shared, Server.Address(backend.BaseUrl), new ServerCredentials("wrong"), new HostLimit(TimeProvider.System), TimeProvider.System);

        var outcome = await new RunRegistration(new GraphQLClient(connection)).ViewerAsync(default);

        Assert.Equal(401, Assert.IsType<CallOutcome<Viewer>.Fatal>(outcome).Status);
        Assert.Equal(["Viewer came without the right key"], backend.Violations);
    }

    [Fact]
    public async Task Files_get_a_place_each_and_headers()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.UploadHeaders = ["x-ms-blob-type: BlockBlob", "X-Time:12:30"];

        var outcome = await Calls(backend).CreateFilesAsync(Server.Run, ["media/images/a b.png", "config.yaml"], default);

        var files = Assert.IsType<CallOutcome<FileDestinations>.Success>(outcome).Value;
        Assert.Equal(2, files.Urls.Count);
        Assert.Equal($"{backend.BaseUrl}/__put/lab/golden/r1/media/images/a%20b.png?signature=a%2Bb%7E", files.Urls["media/images/a b.png"]!.OriginalString);
        Assert.Equal([KeyValuePair.Create("x-ms-blob-type", "BlockBlob"), KeyValuePair.Create("X-Time", "12:30")], files.Headers);
    }

    [Theory]
    [InlineData("""{"createRunFiles":{"files":[]}}""")]
    [InlineData("""{"createRunFiles":{"files":[{"name":"b","uploadUrl":"https://s.test/"}]}}""")]
    [InlineData("""{"createRunFiles":{"files":[{"name":"a","uploadUrl":"/relative"}]}}""")]
    [InlineData("""{"createRunFiles":{"files":[{"name":"a","uploadUrl":"https://s.test/"},{"name":"b","uploadUrl":null}]}}""")]
    [InlineData("""{"createRunFiles":null}""")]
    public async Task An_answer_that_does_not_fit_the_files_asked_for_is_an_error(string data)
    {
        var calls = Calls(ScriptedHandler.Answering(200, $$"""{"data":{{data}}}"""));

        var outcome = await calls.CreateFilesAsync(Server.Run, ["a"], default);

        Assert.IsType<CallOutcome<FileDestinations>.Fatal>(outcome);
    }

    [Fact]
    public async Task A_file_without_a_place_is_on_the_server_already()
    {
        var calls = Calls(ScriptedHandler.Answering(200, """{"data":{"createRunFiles":{"uploadHeaders":null,"files":[{"name":"a","uploadUrl":null}]}}}"""));

        var outcome = await calls.CreateFilesAsync(Server.Run, ["a"], default);

        Assert.Null(Assert.Single(Assert.IsType<CallOutcome<FileDestinations>.Success>(outcome).Value.Urls).Value);
    }

    [Fact]
    public async Task An_alert_arrives()
    {
        await using var backend = await RecordingBackend.StartAsync();

        var outcome = await Calls(backend).AlertAsync(Server.Run, new RunAlert("Low", "below 0.5", "WARN", TimeSpan.FromMinutes(1)), default);

        Assert.IsType<CallOutcome<RunAlert>.Success>(outcome);
        var alert = Assert.Single(backend.Run("lab", "golden", "r1").Alerts);
        Assert.Equal(("Low", "WARN", 60_000), ((string?)alert["title"], (string?)alert["severity"], (int?)alert["waitDuration"]));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(409, true)]
    [InlineData(410, false)]
    [InlineData(422, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Registering_is_tried_again_after_a_conflict_too(int status, bool isRetried)
    {
        var outcome = await Calls(ScriptedHandler.Answering(status)).UpsertAsync(Upsert, default);

        Assert.Equal(isRetried, outcome is CallOutcome<RegisteredRun>.Retry);
        Assert.Equal(!isRetried, outcome is CallOutcome<RegisteredRun>.Fatal);
    }

    [Fact]
    public async Task Other_calls_give_up_after_a_conflict() =>
        Assert.IsType<CallOutcome<Viewer>.Fatal>(await Calls(ScriptedHandler.Answering(409)).ViewerAsync(default));

    [Theory]
    [InlineData(200, """{"data":{"viewer":{}},"errors":[{"message":"no"},{"message":"never"}]}""", "no; never")]
    [InlineData(200, """{"errors":[{"path":[]}]}""", "Viewer failed without a message")]
    [InlineData(403, """{"errors":["forbidden"]}""", "HTTP 403: forbidden")]
    [InlineData(403, """{"error":"permission denied"}""", "HTTP 403: permission denied")]
    [InlineData(403, """{"error":{"message":"permission denied"}}""", "HTTP 403: permission denied")]
    [InlineData(403, "<html>", "HTTP 403")]
    [InlineData(200, """{"data":{"viewer":null}}""", "the answer to Viewer lacks what it must have")]
    [InlineData(200, "{}", "the answer to Viewer lacks what it must have")]
    public async Task A_failure_says_what_the_server_said(int status, string body, string reason)
    {
        var outcome = await Calls(ScriptedHandler.Answering(status, body)).ViewerAsync(default);

        Assert.Equal(new CallOutcome<Viewer>.Fatal(status, reason), outcome);
    }

    [Theory]
    [InlineData("<html>hotel login</html>")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task An_answer_that_is_no_graphql_is_tried_again(string body)
    {
        var outcome = await Calls(ScriptedHandler.Answering(200, body)).ViewerAsync(default);

        Assert.IsType<CallOutcome<Viewer>.Retry>(outcome);
    }

    [Fact]
    public async Task Texts_of_any_kind_arrive_as_they_are()
    {
        await using var backend = await RecordingBackend.StartAsync();
        const string text = "quote \" slash \\ line\nbreak ✓ 日本 𝄞 </script>";

        await Calls(backend).UpsertAsync(Upsert with { Notes = text }, default);

        Assert.Equal(text, (string?)backend.Run("lab", "golden", "r1").Variable("notes"));
    }

    private static RunRegistration Calls(RecordingBackend backend) => new(new GraphQLClient(Server.Connect(backend)));

    private static RunRegistration Calls(ScriptedHandler handler) => new(new GraphQLClient(Server.Connect(handler)));
}
