using Spectre.Console;
using WandbActors.Actors.Recovering;
using WandbActors.Actors.Uploading;
using WandbActors.Cli.Recovering;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Cli.Syncing;

/// <summary>
/// One <c>wandb-actors sync</c>: finds the logs, sends them by the uploader of live runs, and says what became of each. Several runs go at once; the logs of
/// one go one after the other, since a later one's lines begin where the earlier ones end.
/// </summary>
internal sealed class SyncSession(SyncOptions options, Terminal terminal)
{
    // As in W&B's tool. They share the requests a second that a host gets; more of them would only hold more memory.
    private const int RunsAtOnce = 5;

    private UploadTarget? _target;

    /// <summary>Whether it is known where to send; says what is missing.</summary>
    public bool HasTarget => (_target ??= FindTarget()) is not null;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var search = new LogSearch(options, terminal.Surroundings);
        var paths = search.Find();
        foreach (var problem in search.Problems)
            terminal.Error.WriteLine(problem);
        if (search.LeftAside is { Length: > 0 } leftAside)
            terminal.Out.WriteLine($"Left aside: {leftAside}.");

        var exitCode = search.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        if (paths.Count == 0 && exitCode == ExitCodes.Done)
            terminal.Out.WriteLine("There is nothing to send.");
        exitCode = Math.Max(exitCode, options.IsDryRun ? List(paths) : (await RecoverAndSendAsync(paths, cancellation).ConfigureAwait(false)).ExitCode);
        return cancellation.IsCancellationRequested ? ExitCodes.Interrupted : exitCode;
    }

    private int List(IReadOnlyCollection<string> paths) =>
        SyncReport.List(InOrder(paths), terminal.Out) ? ExitCodes.Done : ExitCodes.Failed;

    /// <summary>Sends the logs at these paths, after what was left behind with them has been recovered, and says what became of each.</summary>
    public async Task<SyncResult> RecoverAndSendAsync(IReadOnlyCollection<string> paths, CancellationToken cancellation)
    {
        var exitCode = paths.SelectMany(LeftBehindWith).Distinct().ToList()
            .Select(run => LogRecovery.Recover(run, terminal.Out)).DefaultIfEmpty(ExitCodes.Done).Max();
        var logs = InOrder(paths.Where(path => LeftBehindWith(path).Count == 0));
        var sent = logs.Count == 0 ? new SyncResult(ExitCodes.Done, []) : await SendAsync(logs, cancellation).ConfigureAwait(false);
        return sent with { ExitCode = Math.Max(exitCode, sent.ExitCode) };
    }

    // Of all attempts at the run: a later one's lines begin where the earlier ones end, so those must be whole.
    private static IReadOnlyList<LeftBehindRun> LeftBehindWith(string logPath)
    {
        var directory = Path.GetDirectoryName(logPath)!;
        return LeftBehindRun.In(directory) is { } run ? LeftBehindRun.Of(run.Home, run.RunId)
            : Path.GetDirectoryName(directory) is { } home ? LeftBehindRun.Of(home, LogTurn.RunIdOf(logPath)) : [];
    }

    private static List<FoundLog> InOrder(IEnumerable<string> paths) =>
        [.. paths.Select(FoundLog.At).OrderBy(log => log.Name, StringComparer.Ordinal).ThenBy(log => log.StartedAt)];

    private async Task<SyncResult> SendAsync(IReadOnlyList<FoundLog> logs, CancellationToken cancellation)
    {
        if (options.Rewrite.RunId is not null && logs.Select(log => log.Name).Distinct().Skip(1).Any())
        {
            terminal.Error.WriteLine($"--id is for one run, and there are several: {string.Join(", ", logs.Select(log => log.Name).Distinct())}. Nothing was sent.");
            return new SyncResult(ExitCodes.Usage, []);
        }

        if (!HasTarget)
            return new SyncResult(ExitCodes.Failed, []);

        using var system = ProcessSystem.Create();
        var output = TextWriter.Synchronized(terminal.Out);
        var sender = new LogSender(WandbExtension.For(system), _target!, options);
        var outcomes = terminal.Bars is { } bars
            ? await bars.Progress().Columns(BarView.Columns)
                .StartAsync(context => SendEachAsync(sender, logs, log => new BarView(log, context), cancellation)).ConfigureAwait(false)
            : await SendEachAsync(sender, logs, log => new LineView(log, output), cancellation).ConfigureAwait(false);
        await system.Terminate().ConfigureAwait(false);

        foreach (var outcome in outcomes)
            SyncReport.Write(outcome, terminal.Out);
        return new SyncResult(
            outcomes.Exists(outcome => outcome.IsInUse) ? ExitCodes.InUse
            : outcomes.TrueForAll(outcome => outcome.IsWhole) && outcomes.Count == logs.Count ? ExitCodes.Done
            : ExitCodes.Failed,
            outcomes);
    }

    private static async Task<List<SyncOutcome>> SendEachAsync(
        LogSender sender, IReadOnlyList<FoundLog> logs, Func<FoundLog, ISendingView> viewOf, CancellationToken cancellation)
    {
        var outcomes = new SyncOutcome?[logs.Count];
        await Parallel.ForEachAsync(
            logs.Index().GroupBy(log => log.Item.RunId),
            new ParallelOptions { MaxDegreeOfParallelism = RunsAtOnce },
            async (run, _) =>
            {
                foreach (var (index, log) in run.TakeWhile(_ => !cancellation.IsCancellationRequested))
                    outcomes[index] = await SendInTurnAsync(sender, log, viewOf, cancellation).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return [.. outcomes.OfType<SyncOutcome>()];
    }

    private static async Task<SyncOutcome> SendInTurnAsync(
        LogSender sender, FoundLog log, Func<FoundLog, ISendingView> viewOf, CancellationToken cancellation)
    {
        using var turn = LogTurn.TryTake(log.Path, LogTurn.SendingPurpose, out var holder);
        return turn is null ? SyncOutcome.InUse(log, holder) : await sender.SendAsync(log, viewOf, cancellation).ConfigureAwait(false);
    }

    private UploadTarget? FindTarget()
    {
        try
        {
            var access = RunOptionsResolver.ResolveAccess(new RunOptions { BaseUrl = options.BaseUrl, ApiKey = options.ApiKey }, terminal.Surroundings);
            foreach (var notice in access.Notices)
                terminal.Error.WriteLine(notice);
            if (access.ApiKey is { } key)
                return new UploadTarget(access.Server, new ServerCredentials(key, access.Username, access.Email));

            terminal.Error.WriteLine(
                $"There is no API key for {access.Server.Machine}: copy one from {access.Server.AppUrl}/authorize and set WANDB_API_KEY, or add the machine to your netrc file.");
        }
        catch (WandbException problem)
        {
            terminal.Error.WriteLine(problem.Message);
        }

        return null;
    }
}
