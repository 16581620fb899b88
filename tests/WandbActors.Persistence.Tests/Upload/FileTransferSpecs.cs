using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class FileTransferSpecs : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly FileTransfer _transfer = new(ServerHttp.Shared, TimeProvider.System);

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task A_file_arrives_whole_without_the_key(int bytes)
    {
        await using var backend = await RecordingBackend.StartAsync();
        var content = new byte[bytes];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(_path, content);
        var files = await PlaceAsync(backend);

        var outcome = await _transfer.PutAsync(_path, files.Urls["media/a b.png"]!, files.Headers, default);

        Assert.Equal(new CallOutcome<long>.Success(bytes), outcome);
        Assert.Equal(content, backend.Run("lab", "golden", "r1").Files["media/a b.png"]);
        var put = backend.Requests[^1];
        Assert.Equal($"{bytes}", put.Headers["Content-Length"]);
        Assert.False(put.Headers.ContainsKey("Authorization"));
        Assert.Empty(backend.Violations);
    }

    [Fact]
    public async Task The_servers_headers_go_with_it_but_never_a_key()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.UploadHeaders = ["x-ms-blob-type: BlockBlob", "Content-Type: image/png", "authorization: Basic abc"];
        var files = await PlaceAsync(backend);

        await _transfer.PutAsync(_path, files.Urls["media/a b.png"]!, files.Headers, default);

        var put = backend.Requests[^1];
        Assert.Equal("BlockBlob", put.Headers["x-ms-blob-type"]);
        Assert.Equal("image/png", put.Headers["Content-Type"]);
        Assert.Empty(backend.Violations);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(408, false)]
    [InlineData(409, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(503, true)]
    [InlineData(307, false)]
    public async Task Only_a_busy_or_broken_storage_is_tried_again(int status, bool isRetried)
    {
        using var http = new HttpClient(ScriptedHandler.Answering(status));

        var outcome = await new FileTransfer(http, TimeProvider.System).PutAsync(_path, new Uri("https://storage.test/x"), [], default);

        Assert.Equal(isRetried, outcome is CallOutcome<long>.Retry);
        Assert.Equal(!isRetried, outcome is CallOutcome<long>.Fatal);
    }

    [Fact]
    public async Task A_file_that_grows_meanwhile_arrives_as_it_was_at_the_start()
    {
        await File.WriteAllTextAsync(_path, "start");
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new FileContent(file);

        await File.AppendAllTextAsync(_path, " and more");
        var sent = await content.ReadAsStringAsync();

        Assert.Equal("start", sent);
    }

    [Fact]
    public async Task A_file_that_shrinks_meanwhile_is_tried_again()
    {
        await File.WriteAllBytesAsync(_path, new byte[1000]);
        using var http = new HttpClient(new TruncatingHandler(_path));

        var outcome = await new FileTransfer(http, TimeProvider.System).PutAsync(_path, new Uri("https://storage.test/x"), [], default);

        Assert.IsType<CallOutcome<long>.Retry>(outcome);
    }

    [Fact]
    public async Task A_missing_file_is_fatal_for_itself()
    {
        var outcome = await _transfer.PutAsync(_path + ".none", new Uri("https://storage.test/x"), [], default);

        Assert.Equal(0, Assert.IsType<CallOutcome<long>.Fatal>(outcome).Status);
    }

    [Fact]
    public async Task A_lost_answer_is_made_good_by_putting_again()
    {
        await using var backend = await RecordingBackend.StartAsync();
        await File.WriteAllTextAsync(_path, "content");
        backend.Script(RecordingBackend.Upload, Fault.Reset(), Fault.LostAnswer());
        var files = await PlaceAsync(backend);

        var outcomes = new List<CallOutcome<long>>();
        for (var i = 0; i < 3; i++)
            outcomes.Add(await _transfer.PutAsync(_path, files.Urls["media/a b.png"]!, files.Headers, default));

        Assert.IsType<CallOutcome<long>.Retry>(outcomes[0]);
        Assert.IsType<CallOutcome<long>.Retry>(outcomes[1]);
        Assert.Equal(new CallOutcome<long>.Success(7), outcomes[2]);
    }

    [Fact]
    public async Task A_storage_that_never_answers_is_given_up_in_time_for_its_size()
    {
        await using var backend = await RecordingBackend.StartAsync();
        await File.WriteAllBytesAsync(_path, new byte[16 << 10]);
        backend.Script(RecordingBackend.Upload, Fault.SlowAnswer(new TaskCompletionSource()));
        var files = await PlaceAsync(backend);
        var time = new FakeTimeProvider();

        var putting = new FileTransfer(ServerHttp.Shared, time).PutAsync(_path, files.Urls["media/a b.png"]!, files.Headers, default);
        await backend.AwaitAsync(server => server.Run("lab", "golden", "r1").Files.Count == 1);
        time.Advance(TimeSpan.FromSeconds(181));

        Assert.Equal(new CallOutcome<long>.Retry(null, "no answer within 181 s"), await putting);
    }

    private static async Task<FileDestinations> PlaceAsync(RecordingBackend backend)
    {
        var calls = new RunRegistration(new GraphQLClient(Server.Connect(backend)));
        var outcome = await calls.CreateFilesAsync(Server.Run, ["media/a b.png"], default);
        return ((CallOutcome<FileDestinations>.Success)outcome).Value;
    }

    /// <summary>Cuts the file short before it reads the request's body.</summary>
    private sealed class TruncatingHandler(string path) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await File.WriteAllTextAsync(path, "short", cancellationToken);
            await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            return new HttpResponseMessage();
        }
    }
}
