using WandbActors.Actors.Recovering;
using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;
using WandbActors.Surroundings;

namespace WandbActors.Cli.Syncing;

/// <summary>
/// Finds the logs that were meant by some words. A log, a run or its directory that is named is meant as it is; of a <c>wandb</c> directory
/// only what still has to be sent: runs that were offline, that were interrupted, or that ended before the server had all of them. Each log once.
/// </summary>
internal sealed class LogSearch(SyncOptions options, ProcessSurroundings surroundings)
{
    // A run's end is the last but for a few words.
    private const long TailBytes = 1 << 20;

    private readonly RunLookup _lookup = new(surroundings);
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private int _online;
    private int _synced;

    /// <summary>Paths at which there is nothing to send and should be: sentences.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What was left aside, and how to have it: a sentence, or empty.</summary>
    public string LeftAside => string.Join(", ", new[]
    {
        _online > 0 ? $"{_online} online (--include-online)" : "",
        _synced > 0 ? $"{_synced} sent already (--include-synced)" : "",
    }.Where(part => part.Length > 0));

    /// <summary>The logs' paths. Of a run that was interrupted early there may be no file yet.</summary>
    public IReadOnlyCollection<string> Find()
    {
        foreach (var word in options.Paths)
            Try(word, Path.GetFullPath(word, surroundings.WorkingDirectory));
        return _paths;
    }

    private void Try(string word, string path)
    {
        try
        {
            Add(word, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{path} cannot be searched: {failure.Message}");
        }
    }

    // An id means all attempts at the run, since a later one is sent behind the earlier ones.
    private void Add(string word, string path)
    {
        if (File.Exists(path))
            _paths.Add(LogTurn.OwnPathOf(path));
        else if (Directory.Exists(path) && RunFolders.LogsIn(path) is { Length: > 0 } own)
            _paths.UnionWith(own);
        else if (Directory.Exists(path) && RunFolders.In(path) is { Length: > 0 } runs)
            AddUnsent(runs);
        else if (_lookup.FindNamed(word) is { } named)
            _paths.UnionWith((named.HasLog ? named.WithEarlierAttempts() : [named]).Select(attempt => attempt.LogPath));
        else if (!Directory.Exists(path))
            _problems.Add(_lookup.DescribeMissing(word));
        else
            _problems.Add($"{path} holds no runs: give a .wandb file, the directory of a run, a wandb directory, or a run's id.");
    }

    private void AddUnsent(string[] runs)
    {
        foreach (var run in runs.SelectMany(RunFolders.LogsIn).Select(log => new RunPlace(log)))
        {
            try
            {
                AddUnsent(run);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _paths.Add(run.LogPath); // whoever sends it says so
            }
        }
    }

    private void AddUnsent(RunPlace run)
    {
        var share = SyncedShare.Of(run);
        if (share.IsWhole && !options.IncludesSynced)
            _synced++;
        else if (run.IsOffline || options.IncludesOnline || LeftBehindRun.In(run.Directory) is not null || IsToBeSentOn(run, share))
            _paths.Add(run.LogPath);
        else
            _online++;
    }

    // Of a run that was online: its own process has sent what it could. One without an end goes on somewhere, and of what other programs have sent nobody here knows.
    private static bool IsToBeSentOn(RunPlace run, SyncedShare share) => share.IsWhole || (share.IsKnown && HasEnd(run));

    private static bool HasEnd(RunPlace run)
    {
        using var walk = LogWalk.OpenTail(run.LogPath, TailBytes, out _);
        for (var step = walk.Next(); step != WalkStep.End; step = walk.Next())
        {
            if (step == WalkStep.Record && walk.Record.Exit is not null)
                return true;
        }

        return false;
    }
}
