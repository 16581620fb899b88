using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Support;

/// <summary>An uploader in virtual time between a log that the test writes and a server that remembers. The server's own answers take real time.</summary>
public abstract class UploadSpecs : ActorSpecs, IAsyncLifetime
{
    private protected static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly FakeTimeProvider _time = new(SomeRun.Noon);
    private readonly WatchedHttp _connections = new();
    private HttpClient? _http;
    private TaskCompletionSource _answer = new();
    private Task _heldBack = Never; // done once a request waits for the answer that is kept back

    protected UploadSpecs(string settings = "") : base(settings)
    {
    }

    private protected RecordingBackend Server { get; private set; } = null!;

    private protected RecordedRun OnServer => Server.Run("lab", "golden", "r1");

    private protected SomeRun Run { get; set; } = null!;

    /// <summary>Whoever owns the log: it is told the uploader's news.</summary>
    protected TestProbe Owner { get; private set; } = null!;

    protected IActorRef Uploader { get; private set; } = ActorRefs.Nobody;

    /// <summary>How long the log is, as the owner knows.</summary>
    private protected LogGrown Grown { get; private set; } = new(0, false);

    private protected IReadOnlyList<RecordedRequest> Streams => [.. OnServer.Requests.Where(request => request.Kind == RecordingBackend.FileStream)];

    public async Task InitializeAsync()
    {
        Server = await RecordingBackend.StartAsync(_time);
        _http = new HttpClient(_connections) { Timeout = Timeout.InfiniteTimeSpan };
        Owner = CreateTestProbe();
        Owner.SetAutoPilot(new DelegateAutoPilot((uploader, message) =>
        {
            if (message is UploaderReady)
                uploader.Tell(Grown, Owner);
            return AutoPilot.KeepRunning;
        }));
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _http!.Dispose();
    }

    /// <summary>The steps of the history lines in a request.</summary>
    private protected static string[] StepsIn(RecordedRequest request) => [.. LinesIn(request).Select(line => (string)JsonNode.Parse(line)!["_step"]!.ToJsonString())];

    /// <summary>The history lines in a request.</summary>
    private protected static string[] LinesIn(RecordedRequest request) =>
        [.. JsonNode.Parse(request.Body)!["files"]?["wandb-history.jsonl"]?["content"]?.AsArray().Select(line => (string)line!) ?? []];

    private protected void Start(Func<UploadSettings, UploadSettings>? change = null, string? apiKey = null)
    {
        Run = NewRun(change, apiKey);
        Uploader = Sys.ActorOf(UploaderActor.SupervisedPropsFor(Run.Session.UploadJob!, Owner));
    }

    private protected SomeRun NewRun(Func<UploadSettings, UploadSettings>? change = null, string? apiKey = null, Action? wake = null)
    {
        var settings = SomeRun.Defaults with { Upload = (change ?? (same => same))(SomeRun.Defaults.Upload with { Bookmark = "memory" }) };
        var target = new UploadTarget(ServerAddress.Of(new Uri(Server.BaseUrl)), new ServerCredentials(apiKey ?? Server.ApiKey), _http);
        return new SomeRun(settings, SomeRing.Settings with { RingBytes = 4 << 20 }, target, wake, time: _time).Begin();
    }

    /// <summary>What was logged is in the log, and the uploader is told.</summary>
    protected void Grow(int? exitCode = null) => Grow(Run.WriteLog(exitCode), exitCode is not null);

    protected void Grow(long length, bool isComplete)
    {
        Grown = new LogGrown(length, isComplete);
        Uploader.Tell(Grown, Owner);
    }

    /// <summary>Logs a row and lets the log grow by it.</summary>
    protected void GrowByRow(double value)
    {
        Run.Log(("a", value));
        Grow();
    }

    /// <summary>Waits for the server's answers too, unless it holds one back.</summary>
    protected override async Task Settle()
    {
        await base.Settle();
        var allAnswered = _connections.AtMost(0);
        if (await Task.WhenAny(allAnswered, _heldBack) != allAnswered)
            await _connections.AtMost(1);
        await base.Settle();
    }

    /// <summary>The server keeps its next answer of this kind back.</summary>
    protected void HoldBack(string kind = RecordingBackend.FileStream)
    {
        _answer = new TaskCompletionSource();
        Server.Script(kind, Fault.SlowAnswer(_answer));
        var asked = Count(kind);
        _heldBack = Server.AwaitAsync(_ => Count(kind) > asked, TimeSpan.FromMinutes(5));
    }

    /// <summary>The server gives the answer that it kept back.</summary>
    protected void Answer()
    {
        _answer.SetResult();
        _heldBack = Never;
    }

    protected Task Advance(TimeSpan time, TimeSpan? step = null) => Advance(Run, time, step ?? Step);

    /// <summary>Lets virtual time pass until the server has seen it.</summary>
    private protected Task AdvanceUntil(Func<RecordedRun, bool> isSo) => AdvanceUntil(Run, Step, () => isSo(OnServer));

    /// <summary>Lets virtual time pass until the owner is told it; what else it is told meanwhile is passed over.</summary>
    private protected async Task<TNews> AdvanceUntilTold<TNews>(Func<TNews, bool>? isMeant = null)
    {
        for (var steps = 0; steps < 10_000; steps++)
        {
            while (Owner.HasMessages)
            {
                if (await Owner.ReceiveOneAsync(TimeSpan.Zero) is TNews news && (isMeant?.Invoke(news) ?? true))
                    return news;
            }

            await Advance(Step);
        }

        throw new TimeoutException($"no {typeof(TNews).Name}; violations: [{string.Join("; ", Server.Violations)}]");
    }

    /// <summary>Whether the server has all that was logged.</summary>
    private protected bool IsUpToDate(UploadProgressed progressed) => progressed.Offset == Grown.Offset;

    private int Count(string kind) => Server.Requests.Count(request => request.Kind == kind);

    protected override void AfterAll()
    {
        base.AfterAll();
        Run?.Dispose();
    }
}
