using WandbActors.Harness.Children;
using WandbActors.Testing;

namespace WandbActors.Harness.Kills;

/// <summary>
/// One run, killed at a random moment, perhaps resumed and killed again, recovered, sent and checked. What happens follows from the
/// seed; when exactly it happens does not.
/// </summary>
internal sealed class KillRound : IAsyncDisposable
{
    private const string RunId = "killed";

    private static readonly RecoveryPace Pace = new();

    private readonly Random _random;
    private readonly RecordingBackend _backend;
    private readonly ScratchFiles _files = new();
    private readonly List<Attempt> _attempts = [];
    private readonly List<string> _problems = [];
    private readonly bool _isOnline;
    private readonly bool _isServerAway;
    private KillFigures _figures = new() { Rounds = 1 };

    private KillRound(int seed, RecordingBackend backend)
    {
        _random = new Random(seed);
        _backend = backend;
        _isOnline = _random.Next(3) == 0;
        _isServerAway = _random.Next(3) == 0;
    }

    /// <summary>What was wrong: sentences.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public KillFigures Figures => _figures;

    public ScratchFiles Files => _files;

    public static async Task<KillRound> RunAsync(int seed)
    {
        var round = new KillRound(seed, await RecordingBackend.StartAsync());
        await round.RunAsync();
        return round;
    }

    public async ValueTask DisposeAsync()
    {
        _files.Dispose();
        await _backend.DisposeAsync();
    }

    private async Task RunAsync()
    {
        if (_isServerAway)
            ServerOutage.Begin(_backend);
        var attempts = _random.Next(6) switch { < 3 => 1, < 5 => 2, _ => 3 };
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            await TrainAsync();
            await KillRecoveriesAsync();
            if (attempt < attempts)
                await RecoverBeforeNextAsync();
        }

        if (_random.Next(2) == 0)
            await RecoverAsync();
        ServerOutage.End(_backend);
        await SyncAsync();
        Check();
        _figures = _figures with { BadRounds = _problems.Count > 0 ? 1 : 0 };
    }

    private async Task TrainAsync()
    {
        var before = _files.Runs.ToHashSet();
        var plan = new TrainerPlan
        {
            RunId = RunId,
            Directory = _files.Program,
            SharedMemory = _files.SharedMemory,
            Seed = _random.Next(),
            BaseUrl = _isOnline ? _backend.BaseUrl : null,
            ApiKey = _isOnline ? _backend.ApiKey : null,
        };
        var isEarly = _random.Next(10) == 0;
        using var child = ChildProcess.Start(_files.SharedMemory, ChildProgram.Train, plan.ToString());
        await child.ReachAsync(isEarly ? ChildPhase.Begun : ChildPhase.Logging);
        var isCounted = !isEarly && _random.Next(2) == 0;
        if (isCounted)
            await child.AwaitCallsAsync(_random.Next(KillMoments.LoggingCalls), KillMoments.LongestLogging);
        if (await child.KillAfterAsync(isCounted ? TimeSpan.Zero : KillMoments.Of(_random, isEarly ? KillMoments.Start : KillMoments.Logging)))
            _figures = _figures with { Kills = _figures.Kills + 1 };
        else
            _problems.Add($"a trainer ended by itself: {await child.ErrorsAsync()}");

        var attempt = new Attempt(
            _files.Runs.SingleOrDefault(run => !before.Contains(run)),
            Attempt.ReturnedIn(child.Acknowledged),
            child.Acknowledged.Phase >= ChildPhase.Logging);
        _attempts.Add(attempt);
        _figures = _figures with { Acknowledged = _figures.Acknowledged + attempt.Acknowledged };
    }

    // A third of all recoveries; the one after it may be killed again.
    private async Task KillRecoveriesAsync()
    {
        while (_random.Next(5) < 2)
        {
            var life = Pace.MomentIn(_random);
            string[] arguments = [$"{(long)life.TotalMicroseconds}", .. _random.Next(2) == 0 ? RecoverArguments : SyncArguments];
            using var child = ChildProcess.Start(_files.SharedMemory, ChildProgram.Tool, arguments);
            await child.EndAsync();
            var wasKilled = child.Acknowledged.Phase != ChildPhase.Done;
            CountRecovery(wasKilled);
            if (!wasKilled)
                Pace.Note(TimeSpan.FromMicroseconds(child.Acknowledged[0]));
        }
    }

    // The next start recovers too; here it has something left to do, or not.
    private async Task RecoverBeforeNextAsync()
    {
        if (_random.Next(3) == 0)
            await RecoverAsync();
        else
            CountRecovery(wasKilled: false);
    }

    private async Task RecoverAsync()
    {
        CountRecovery(wasKilled: false);
        await ToolAsync(RecoverArguments);
    }

    private async Task SyncAsync()
    {
        CountRecovery(wasKilled: false);
        await ToolAsync(SyncArguments);
    }

    private async Task ToolAsync(string[] arguments)
    {
        var said = new StringWriter();
        var exitCode = await ChildProgram.RunToolAsync(arguments, said);
        if (exitCode != 0 && _attempts.TrueForAll(attempt => attempt.HasLogged))
            _problems.Add($"wandb-actors {arguments[0]} ended with {exitCode}: {said.ToString().ReplaceLineEndings(" / ")}");
    }

    private void CountRecovery(bool wasKilled) => _figures = _figures with
    {
        Recoveries = _figures.Recoveries + 1,
        RecoveriesKilled = _figures.RecoveriesKilled + (wasKilled ? 1 : 0),
    };

    private string[] RecoverArguments => ["recover", _files.Wandb];

    private string[] SyncArguments =>
        ["sync", _files.Wandb, "--include-online", "--base-url", _backend.BaseUrl, "--api-key", _backend.ApiKey, "--timeout", "20"];

    private void Check()
    {
        var chain = new List<PlainLog>();
        foreach (var attempt in _attempts)
        {
            if (attempt.LogPath(RunId) is { } path && File.Exists(path) && PlainLog.Read(path) is { Records.Count: > 0 } log)
            {
                chain.Add(log);
                Note(LogCheck.Check(log, attempt.Returned));
            }
            else if (attempt.HasLogged)
            {
                _problems.Add($"there is no log of {attempt.Acknowledged} calls that returned");
                _figures = _figures with { Lost = _figures.Lost + attempt.Acknowledged };
            }
        }

        _problems.AddRange(ServerCheck.Check(_backend, _backend.Run(TrainerPlan.Entity, TrainerPlan.Project, RunId), chain));
        if (_files.Rings.Count > 0)
            _problems.Add($"{_files.Rings.Count} rings are left in shared memory");
    }

    private void Note(LogFindings findings)
    {
        _problems.AddRange(findings.Sentences);
        _figures = _figures with
        {
            Lost = _figures.Lost + findings.Lost.Count,
            Doubled = _figures.Doubled + findings.Doubled.Count,
            DamagedLogs = _figures.DamagedLogs + (findings.Damages.Count > 0 ? 1 : 0),
        };
    }
}
