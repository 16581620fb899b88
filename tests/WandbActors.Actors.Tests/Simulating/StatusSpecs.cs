using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Tests.Simulating;

/// <summary>The table of statuses: what each answer makes of the uploading, while logging goes on.</summary>
public sealed class StatusSpecs : IDisposable
{
    private const string Register = "UpsertBucket";
    private const string Lines = RecordingBackend.FileStream;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SimulatedSystem _simulation = new(seed: 5);
    private readonly SimulatedNetwork _server;
    private readonly LoggingRun _run;

    public StatusSpecs()
    {
        _server = new SimulatedNetwork(_simulation);
        _run = new LoggingRun(_simulation, _server, every: TimeSpan.FromSeconds(20));
    }

    public static TheoryData<string, int> Final => Each([301, 307, 400, 401, 403, 404, 410, 413, 422, 501], Lines, Register, (Lines, 409));

    public static TheoryData<string, int> Passing => Each([402, 405, 408, 418, 423, 429, 500, 502, 503, 504, 507, 599, 600], Lines, Register, (Register, 409));

    public static TheoryData<string, string> Silent => new()
    {
        { Lines, "reset" }, { Lines, "lost answer" }, { Lines, "never answered" }, { Register, "reset" }, { Register, "lost answer" }, { Register, "never answered" },
        { Register, "garbage" },
    };

    public void Dispose()
    {
        _run.Dispose();
        _simulation.Dispose();
    }

    [Theory]
    [MemberData(nameof(Final))]
    public void These_stop_the_uploading_once_which_says_why(string kind, int status)
    {
        _server.Backend.BreakDown(kind, Fault.Answer(status, body: """{"error":"not for you"}"""));

        _simulation.RunFor(10 * Minute);
        var stopped = _run.Status();
        var asked = _server.Backend.Requests.Count;
        _server.Backend.Restore(kind);
        _simulation.RunFor(120 * Minute);

        Assert.Equal(UploadState.Stopped, stopped.Upload);
        Assert.Contains($"HTTP {status}: not for you", stopped.Problem);
        AssertStopped(kind, asked);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public void These_are_tried_again_until_they_pass(string kind, int status)
    {
        _server.Backend.BreakDown(kind, Fault.Answer(status));
        _simulation.RunFor(10 * Minute);
        var waiting = _run.Status();
        _server.Backend.Restore(kind);

        _simulation.RunFor(2 * Minute);

        Assert.Equal(UploadState.Waiting, waiting.Upload);
        Assert.Contains($"{status}", waiting.Problem);
        Assert.InRange(_server.Faults, 12, 17); // 2, 4, 8, 16, 32 s and then one a minute
        AssertSent();
    }

    [Theory]
    [MemberData(nameof(Silent))]
    public void So_is_a_request_without_an_answer_that_says_anything(string kind, string silence)
    {
        _server.Backend.BreakDown(kind, silence switch
        {
            "reset" => Fault.Reset(),
            "lost answer" => Fault.LostAnswer(),
            "garbage" => Fault.Garbage(),
            _ => Fault.SlowAnswer(new TaskCompletionSource()),
        });
        _simulation.RunFor(20 * Minute);
        var waiting = _run.Status();
        _server.Backend.Restore(kind);

        _simulation.RunFor(5 * Minute);

        Assert.Equal(UploadState.Waiting, waiting.Upload);
        AssertSent();
    }

    [Theory]
    [InlineData("45.5")]
    [InlineData("Fri, 21 Aug 2026 12:00:46 GMT")]
    public void The_server_says_when_as_seconds_or_as_a_date(string retryAfter)
    {
        _server.Backend.Script(Register, Fault.Answer(429, retryAfter));

        _simulation.RunFor(2 * Minute);

        var tries = _server.Backend.Requests.Where(request => request.Kind == Register).Select(request => request.ArrivedAt).ToList();
        Assert.Equal(2, tries.Count);
        Assert.InRange((tries[1] - tries[0]).TotalSeconds, 45, 46.5);
        AssertSent();
    }

    [Fact]
    public void A_certificate_that_nobody_vouches_for_stops_it_once()
    {
        _server.Broken = new CertificateRefusedException("self-signed");

        _simulation.RunFor(10 * Minute);
        var stopped = _run.Status();
        _server.Broken = null;
        _simulation.RunFor(120 * Minute);

        Assert.Equal(UploadState.Stopped, stopped.Upload);
        AssertStopped(Register, asked: 0);
    }

    private static TheoryData<string, int> Each(int[] statuses, string first, string second, (string Kind, int Status) alone)
    {
        var cases = new TheoryData<string, int> { { alone.Kind, alone.Status } };
        foreach (var status in statuses)
        {
            cases.Add(first, status);
            cases.Add(second, status);
        }

        return cases;
    }

    private void AssertStopped(string kind, int asked)
    {
        Assert.Equal(asked, _server.Backend.Requests.Count);
        Assert.InRange(_server.Backend.Requests.Count(request => request.Kind == kind), 0, 1);
        Assert.Equal(UploadState.Stopped, _run.Status().Upload);
        Assert.InRange(_run.Ledger.HistoryRecords, 380, _run.Rows);
        Assert.Empty(_simulation.Strays);
    }

    private void AssertSent()
    {
        Assert.Equal(UploadState.Active, _run.Status().Upload);
        Assert.Equal(Enumerable.Range(0, _run.RowsOnServer.Length), _run.RowsOnServer);
        Assert.InRange(_run.RowsOnServer.Length, _run.Rows - 1, _run.Rows);
        Assert.Empty(_server.Backend.Violations);
        Assert.Empty(_simulation.Strays);
    }
}
