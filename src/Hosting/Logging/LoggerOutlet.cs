using Microsoft.Extensions.Logging;
using WandbActors.Reporting;

namespace WandbActors.Hosting.Logging;

/// <summary>Says in a host's log what the runtime has to say of its runs; the terminal is the host's.</summary>
internal sealed class LoggerOutlet(ILoggerFactory loggers) : IRunOutlet
{
    private readonly ILogger _logger = loggers.CreateLogger(RunLog.RunCategory);

    public void Started(Run run, string? server, IReadOnlyList<string> notices)
    {
        foreach (var notice in notices)
            _logger.Noticed(run.Id, notice);
        _logger.Started(run.Id, run.Mode, run.Directory);
        if (server is not null)
            _logger.Sent(run.Id, server);
        if (run.Url is { } url)
            _logger.Viewed(run.Id, url);
    }

    public void Warn(string runId, string problem) => _logger.Troubled(runId, problem);

    public void WarnLate(string runId) => _logger.Late(runId);

    public void Finished(RunReceipt receipt)
    {
        _logger.Ended(receipt.RunId, receipt.RowsOffered, receipt.RowsInLog, receipt.RowsOnServer, receipt.RowsWaiting, receipt.Directory);
        if (receipt.UploadProblem is { } problem)
            _logger.NotUploaded(receipt.RunId, problem.TrimEnd('.'), receipt.SyncCommand);
        else if (receipt.SyncCommand is { } command)
            _logger.Unsent(receipt.RunId, command);
        if (receipt.Losses.Count > 0)
            _logger.Lost(receipt.RunId, string.Join("; ", receipt.Losses));
    }
}
