using Spectre.Console;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Cli.Syncing;

/// <summary>One <c>wandb-actors sync</c>: finds the logs, sends one after another by the uploader of live runs, and says what became of each.</summary>
internal sealed class SyncSession(SyncOptions options, Terminal terminal)
{
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var search = new LogSearch(options, terminal.Surroundings.WorkingDirectory);
        var logs = search.Find();
        foreach (var problem in search.Problems)
            terminal.Error.WriteLine(problem);
        if (search.LeftAside is { Length: > 0 } leftAside)
            terminal.Out.WriteLine($"Left aside: {leftAside}.");

        var isAllDone = search.Problems.Count == 0;
        if (options.IsDryRun)
            isAllDone &= SyncReport.List(logs, terminal.Out);
        else if (logs.Count > 0)
            isAllDone &= await SendAsync(logs, cancellation).ConfigureAwait(false);
        else if (isAllDone)
            terminal.Out.WriteLine("There is nothing to send.");

        return cancellation.IsCancellationRequested ? ExitCodes.Interrupted : isAllDone ? ExitCodes.Done : ExitCodes.Failed;
    }

    private async Task<bool> SendAsync(IReadOnlyList<FoundLog> logs, CancellationToken cancellation)
    {
        if (FindTarget() is not { } target)
            return false;

        using var system = ProcessSystem.Create();
        var sender = new LogSender(WandbExtension.For(system), target, options.Patience);
        var outcomes = terminal.Bars is { } bars
            ? await bars.Progress().Columns(BarView.Columns)
                .StartAsync(context => SendEachAsync(sender, logs, log => new BarView(log, context), cancellation)).ConfigureAwait(false)
            : await SendEachAsync(sender, logs, log => new LineView(log, terminal.Out), cancellation).ConfigureAwait(false);
        await system.Terminate().ConfigureAwait(false);

        foreach (var outcome in outcomes)
            SyncReport.Write(outcome, terminal.Out);
        return outcomes.TrueForAll(outcome => outcome.IsWhole) && outcomes.Count == logs.Count;
    }

    private static async Task<List<SyncOutcome>> SendEachAsync(
        LogSender sender, IReadOnlyList<FoundLog> logs, Func<FoundLog, ISendingView> viewOf, CancellationToken cancellation)
    {
        var outcomes = new List<SyncOutcome>();
        foreach (var log in logs.TakeWhile(_ => !cancellation.IsCancellationRequested))
            outcomes.Add(await sender.SendAsync(log, viewOf, cancellation).ConfigureAwait(false));
        return outcomes;
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
