using Microsoft.Extensions.Logging;
using WandbActors.Reporting;

namespace WandbActors.Hosting.Logging;

/// <summary>Says in a host's log what the runtime has to say of its runs; the terminal is the host's. A log that fails is nothing to a training loop.</summary>
internal sealed class LoggerOutlet(ILoggerFactory loggers) : IRunOutlet
{
    private readonly ILogger _logger = loggers.CreateLogger(RunLog.RunCategory);

    public void Started(Run run, string? server, IReadOnlyList<string> notices) => Say(logger =>
    {
        // A directory that cannot be written is a trouble; what was recovered is none.
        var troubles = run.Session?.Directory.Notices ?? [];
        foreach (var notice in notices)
        {
            if (troubles.Contains(notice))
                logger.Troubled(run.Id, notice);
            else
                logger.Noticed(run.Id, notice);
        }

        logger.Started(run.Id, run.Mode.ToString().ToLowerInvariant(), run.Directory);
        if (server is not null)
            logger.Sent(run.Id, server);
        if (run.Url is { } url)
            logger.Viewed(run.Id, url);
    });

    public void Warn(string runId, string problem) => Say(logger => logger.Troubled(runId, problem));

    public void WarnLate(string runId) => Say(logger => logger.Late(runId));

    public void Finished(RunReceipt receipt) => Say(logger =>
    {
        var onServer = receipt.Mode == RunMode.Online ? $", {receipt.RowsOnServer} records on the server, {receipt.RowsWaiting} waiting" : "";
        var send = receipt.UploadProblem is null && receipt.SyncCommand is { } command ? $". Send it by: {command}" : "";
        logger.Ended(receipt.RunId, receipt.RowsOffered, receipt.RowsInLog, receipt.RowsOnServer, receipt.RowsWaiting, onServer, receipt.Directory, send);
        if (receipt.UploadProblem is { } problem)
            logger.NotUploaded(receipt.RunId, problem.TrimEnd('.'), receipt.SyncCommand);
        if (receipt.Losses.Count > 0)
            logger.Lost(receipt.RunId, string.Join("; ", receipt.Losses));
    });

    private void Say(Action<ILogger> words)
    {
        try
        {
            words(_logger);
        }
        catch (Exception)
        {
            // .NET throws what an application's logger has thrown, also from within a Log call that comes too late.
        }
    }
}
