using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class FileStreamClientSpecs
{
    private static readonly FileStreamPayload Payload = Take(Lines.History("""{"_step":0}"""));

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(501)]
    [InlineData(301)]
    [InlineData(308)]
    public async Task These_statuses_are_fatal(int status)
    {
        var outcome = await SendAsync(ScriptedHandler.Answering(status, """{"error":"no such run"}"""));

        Assert.Equal(new CallOutcome<StreamAnswer>.Fatal(status, $"HTTP {status}: no such run"), outcome);
    }

    [Theory]
    [InlineData(402)]
    [InlineData(408)]
    [InlineData(423)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(599)]
    [InlineData(600)]
    public async Task All_other_failures_are_tried_again(int status)
    {
        var outcome = await SendAsync(ScriptedHandler.Answering(status));

        Assert.Equal(new CallOutcome<StreamAnswer>.Retry(null, $"HTTP {status}"), outcome);
    }

    [Theory]
    [InlineData(200, """{"exitcode":null,"limits":{}}""", false)]
    [InlineData(204, "", false)]
    [InlineData(299, "<html>", false)]
    [InlineData(200, "[true]", false)]
    [InlineData(200, """{"stopped":"yes"}""", false)]
    [InlineData(200, """{"stopped":false}""", false)]
    [InlineData(200, """{"stopped":true}""", true)]
    public async Task Any_2xx_is_accepted_and_only_stopped_is_read(int status, string body, bool stopped)
    {
        var outcome = await SendAsync(ScriptedHandler.Answering(status, body));

        Assert.Equal(new CallOutcome<StreamAnswer>.Success(new StreamAnswer(stopped)), outcome);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_but_named()
    {
        var outcome = await SendAsync(ScriptedHandler.Answering(308, "", ("Location", "https://elsewhere.test/")));

        Assert.Equal(new CallOutcome<StreamAnswer>.Fatal(308, "HTTP 308: the server is at https://elsewhere.test/"), outcome);
    }

    [Fact]
    public async Task The_server_may_say_when_to_come_back()
    {
        var outcome = await SendAsync(ScriptedHandler.Answering(429, """{"error":{"message":"slow down"}}""", ("Retry-After", "1.5")));

        Assert.Equal(new CallOutcome<StreamAnswer>.Retry(TimeSpan.FromSeconds(1.5), "HTTP 429: slow down"), outcome);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        var error = new HttpRequestException(HttpRequestError.ConnectionError, "an error", new SocketException((int)SocketError.ConnectionRefused));

        var outcome = await SendAsync(ScriptedHandler.Failing(error));

        Assert.IsType<CallOutcome<StreamAnswer>.Retry>(outcome);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_fatal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = HandshakeAsync(listener);
        using var http = ServerHttp.Create();

        var outcome = await SendAsync(http, $"https://{listener.LocalEndpoint}");

        var fatal = Assert.IsType<CallOutcome<StreamAnswer>.Fatal>(outcome);
        Assert.Equal(0, fatal.Status);
        Assert.Contains("UntrustedRoot", fatal.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [Fact]
    public async Task A_handshake_that_breaks_is_tried_again()
    {
        await using var plain = await RecordingBackend.StartAsync();

        var outcome = await SendAsync(ServerHttp.Shared, plain.BaseUrl.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.IsType<CallOutcome<StreamAnswer>.Retry>(outcome);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        var backend = await RecordingBackend.StartAsync();
        await backend.DisposeAsync();

        var outcome = await new FileStreamClient(Server.Connect(backend), Server.Run).SendAsync(Payload, default);

        Assert.IsType<CallOutcome<StreamAnswer>.Retry>(outcome);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_given_up()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(new TaskCompletionSource()));
        var time = new FakeTimeProvider();
        var client = new FileStreamClient(Server.Connect(backend, time), Server.Run);

        var sending = client.SendAsync(Payload, default);
        await backend.AwaitAsync(server => server.Run("lab", "golden", "r1").History.Count == 1);
        time.Advance(TimeSpan.FromSeconds(180));

        Assert.Equal(new CallOutcome<StreamAnswer>.Retry(null, "no answer within 180 s"), await sending);
        Assert.IsType<CallOutcome<StreamAnswer>.Success>(await client.SendAsync(Payload, default));
        Assert.Empty(backend.Violations);
    }

    [Fact]
    public async Task Cancelling_is_no_outcome()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(new TaskCompletionSource()));
        using var cancellation = new CancellationTokenSource();

        var sending = new FileStreamClient(Server.Connect(backend), Server.Run).SendAsync(Payload, cancellation.Token);
        await backend.AwaitAsync(server => server.Run("lab", "golden", "r1").History.Count == 1);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_lost_answer_is_made_good_by_sending_the_same_again()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.Script(RecordingBackend.FileStream, Fault.LostAnswer());
        var client = new FileStreamClient(Server.Connect(backend), Server.Run);
        var payload = Take(Lines.History("""{"_step":0}""", """{"_step":1}""").Merge(Lines.Exit(0)));

        var first = await client.SendAsync(payload, default);
        var second = await client.SendAsync(payload, default);

        var run = backend.Run("lab", "golden", "r1");
        Assert.IsType<CallOutcome<StreamAnswer>.Retry>(first);
        Assert.Equal(new CallOutcome<StreamAnswer>.Success(new StreamAnswer(false)), second);
        Assert.Equal(["""{"_step":0}""", """{"_step":1}"""], run.History);
        Assert.Equal(run.Requests[0].Body, run.Requests[1].Body);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(backend.Violations);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "gzip")]
    public async Task Bodies_are_compressed_only_when_told(bool useGzip, string? encoding)
    {
        await using var backend = await RecordingBackend.StartAsync();

        await new FileStreamClient(Server.Connect(backend), Server.Run, useGzip).SendAsync(Payload, default);

        var request = Assert.Single(backend.Requests);
        Assert.Equal(encoding, request.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(Payload.Body.ToArray(), request.Body);
        Assert.Equal(["""{"_step":0}"""], backend.Run("lab", "golden", "r1").History);
    }

    [Fact]
    public async Task What_the_server_says_of_its_limit_is_obeyed()
    {
        var time = new FakeTimeProvider();
        var limit = new HostLimit(time);
        var handler = ScriptedHandler.Answering(200, "{}", ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "7.5"));
        var connection = new ServerConnection(
            new HttpClient(handler), Server.Address("https://api.wandb.test"), new ServerCredentials(Server.ApiKey), limit, time);

        await new FileStreamClient(connection, Server.Run).SendAsync(FileStreamPayload.Heartbeat, default);

        Assert.Equal(TimeSpan.FromSeconds(7.5), limit.Reserve());
    }

    private static Task<CallOutcome<StreamAnswer>> SendAsync(ScriptedHandler handler) =>
        new FileStreamClient(Server.Connect(handler), Server.Run).SendAsync(Payload, default);

    private static Task<CallOutcome<StreamAnswer>> SendAsync(HttpClient http, string baseUrl) =>
        new FileStreamClient(Server.Connect(http, baseUrl), Server.Run).SendAsync(Payload, default);

    private static async Task HandshakeAsync(TcpListener listener)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        await stream.ReadExactlyAsync(new byte[1]);
    }

    private static FileStreamPayload Take(FileStreamRequest request)
    {
        var state = new FileStreamState(default, FileStreamLimits.Default);
        state.Add(request);
        return state.Take()!;
    }
}
