using WandbActors.Cli.Finding;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Syncing;

/// <summary>
/// One <c>wandb-actors sync --watch</c>: looks again and again for runs that have ended, that have been interrupted, or whose logs have grown although
/// nobody here writes them (copies of runs elsewhere), and has them sent. Ends when it is told to.
/// </summary>
internal sealed class SyncWatch(SyncOptions options, Terminal terminal, TimeSpan period)
{
    // A server that is away is not asked all the time, and comes back within the hour.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromMinutes(30);

    private readonly SyncSession _session = new(options, terminal);
    private readonly Dictionary<string, WatchedLog> _seen = [];
    private readonly HashSet<string> _said = [];

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!_session.HasTarget)
            return ExitCodes.Failed;

        terminal.Out.WriteLine("Watching: runs are sent as they end. Ctrl-C ends this.");
        while (!cancellation.IsCancellationRequested)
        {
            await LookAsync(cancellation).ConfigureAwait(false);
            terminal.Out.Flush();
            await Task.Delay(period, terminal.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ExitCodes.Done;
    }

    // Runs are moved and removed while they are looked at: the next look finds what is there then.
    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var due = Due();
            if (due.Count > 0)
                Note(due, await _session.RecoverAndSendAsync(due.Keys, cancellation).ConfigureAwait(false));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (_said.Add(problem.Message))
                terminal.Error.WriteLine(problem.Message);
        }
    }

    // The logs to be sent now, with how long they are: what comes while they are sent is due the next time.
    private Dictionary<string, long> Due()
    {
        var search = new LogSearch(options with { IncludesSynced = true }, terminal.Surroundings);
        var due = new Dictionary<string, long>();
        foreach (var path in search.Find())
        {
            var length = File.Exists(path) ? TransactionLogReader.LengthOf(path) : 0;
            if (!_seen.TryGetValue(path, out var seen))
                _seen[path] = seen = WatchedLog.AtFirst(path, length, options.IncludesSynced);
            if (seen.IsDue(length, terminal.Time.GetUtcNow()) && !IsInUse(path))
                due[path] = length;
        }

        foreach (var problem in search.Problems.Where(_said.Add))
            terminal.Error.WriteLine(problem);
        return due;
    }

    private bool IsInUse(string path)
    {
        var run = new RunPlace(path);
        if (!run.IsHeld(out var holder))
            return false;

        if (_said.Add(path))
            terminal.Out.WriteLine($"{run.RunId}: goes on, {holder}; it is sent when it has ended");
        return true;
    }

    private void Note(Dictionary<string, long> due, SyncResult result)
    {
        var sent = result.Outcomes.Where(outcome => outcome.Sent.Problem is null).Select(outcome => outcome.Log.Path).ToHashSet();
        var now = terminal.Time.GetUtcNow();
        foreach (var (path, length) in due)
            _seen[path] = sent.Contains(path) ? WatchedLog.Sent(length) : _seen[path].Failed(length, now, FirstPause, LongestPause);
    }
}
