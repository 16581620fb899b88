using System.Net;
using System.Net.Sockets;
using WandbActors.Testing;

namespace WandbActors.Cli.Syncing;

/// <summary>Servers that do not answer, or not as they should: the tool always ends, and says what to do.</summary>
public sealed class ServerTroubleSpecs : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private RecordingBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await RecordingBackend.StartAsync();

    [Fact]
    public async Task Without_a_key_nothing_is_sent()
    {
        var tool = Tool.For(_backend, _home);
        tool.Variables.Remove("WANDB_API_KEY");
        new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb");

        Assert.Equal(1, exitCode);
        Assert.Contains($"There is no API key for {new Uri(_backend.BaseUrl).Authority}: copy one from {_backend.BaseUrl}/authorize and set WANDB_API_KEY", tool.Error, StringComparison.Ordinal);
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task The_key_may_stand_in_the_netrc_file()
    {
        var tool = Tool.For(_backend, _home);
        tool.Variables.Remove("WANDB_API_KEY");
        _home.Write(".netrc", $"machine {new Uri(_backend.BaseUrl).Authority} login user password {_backend.ApiKey}");
        new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb");

        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task What_the_command_line_says_is_stronger_than_the_environment()
    {
        var tool = new Tool(_home) { Variables = { ["WANDB_BASE_URL"] = "http://127.0.0.1:9", ["WANDB_API_KEY"] = new string('0', 40), ["WANDB_MODE"] = "disabled" } };
        new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb", "--base-url", _backend.BaseUrl, "--api-key", _backend.ApiKey);

        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_refused_key_ends_at_once()
    {
        var tool = Tool.For(_backend, _home);
        tool.Variables["WANDB_API_KEY"] = new string('9', 40);
        var log = new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb");

        Assert.Equal(1, exitCode);
        Assert.Contains($"one: not sent: {_backend.BaseUrl} refused the registration of the run: HTTP 401", tool.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(log + ".synced"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_given_up()
    {
        var tool = Tool.For(_backend, _home);
        tool.Variables["WANDB_BASE_URL"] = $"http://127.0.0.1:{FreePort()}";
        var log = new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb", "--timeout", "1");

        Assert.Equal(1, exitCode);
        Assert.Contains("not sent: nothing has been confirmed for 1 s", tool.Output, StringComparison.Ordinal);
        Assert.Contains("Connection refused", tool.Output, StringComparison.Ordinal);
        Assert.Contains("run the command again when the server is back", tool.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(log + ".synced"));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_the_next_sync_goes_on()
    {
        var gate = new TaskCompletionSource();
        _backend.Script(RecordingBackend.FileStream, Fault.SlowAnswer(gate));
        new SomeRun("one").WriteTo(_home);
        var first = Tool.For(_backend, _home);

        var firstCode = await first.RunAsync("sync", "wandb", "--timeout", "1");
        gate.SetResult();
        var secondCode = await Tool.For(_backend, _home).RunAsync("sync", "wandb");

        Assert.Equal((1, 0), (firstCode, secondCode));
        Assert.Contains("one: sent in part, 0 rows", first.Output, StringComparison.Ordinal);
        Assert.Equal(3, _backend.Run("lab", "golden", "one").History.Count);
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task A_server_that_recovers_in_time_gets_everything()
    {
        var tool = Tool.For(_backend, _home);
        _backend.Script(RecordingBackend.FileStream, Fault.Answer(503, retryAfter: "1"), Fault.Reset());
        new SomeRun("one").WriteTo(_home);

        var exitCode = await tool.RunAsync("sync", "wandb");

        Assert.Equal(0, exitCode);
        Assert.Contains($"one: {_backend.BaseUrl}: HTTP 503; trying again", tool.Output, StringComparison.Ordinal);
        Assert.Equal(3, _backend.Run("lab", "golden", "one").History.Count);
        Assert.Empty(_backend.Violations);
    }

    [Fact]
    public async Task An_interruption_ends_it_with_what_was_sent()
    {
        using var interruption = new CancellationTokenSource();
        _backend.BreakDown(RecordingBackend.FileStream, Fault.SlowAnswer(new TaskCompletionSource()));
        new SomeRun("one").WriteTo(_home);
        var later = new SomeRun("one") { Prefix = "offline-run-20270115_080100-", StartedAt = 1_800_000_060 }.WriteTo(_home);
        var tool = Tool.For(_backend, _home);

        var run = tool.RunAsync(interruption.Token, "sync", "wandb");
        await _backend.AwaitAsync(backend => backend.Requests.Any(request => request.Kind == RecordingBackend.FileStream));
        await interruption.CancelAsync();
        var exitCode = await run;

        Assert.Equal(130, exitCode);
        Assert.Contains("one: sent in part, 0 rows", tool.Output, StringComparison.Ordinal);
        Assert.Contains("interrupted", tool.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(later, tool.Output, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _home.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
